import { AddressGroup } from '../addresses/address-group'
import { AboutAccount } from './about-account'
import { Advanced } from './advanced'

/** The groups at the end of the Account panel, which the window does not start with. */
export function LastGroups() {
  return (
    <>
      <AddressGroup />
      <AboutAccount />
      <Advanced />
    </>
  )
}
