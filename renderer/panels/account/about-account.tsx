import { type AccountFacts, planText, run } from '../../bridge'
import { makeChange } from '../../saving'
import { state } from '../../state'
import { text } from '../../text'
import { ActionButton } from '../../ui/action-button'
import { ForeignText } from '../../ui/foreign-text'
import { formatSize } from '../../ui/format-size'
import { formatDate } from '../../ui/format-time'
import { RowText, SettingGroup, SettingRow } from '../../ui/setting-row'
import './about-account.css'

/** What Fleep tells about the account, which is changed elsewhere or not at all. */
export function AboutAccount() {
  const account = state.account.value
  if (!account) return null
  const { facts } = account
  return (
    <SettingGroup title={text('aboutAccount.title')}>
      <Fact id="storage" label={text('aboutAccount.storage')} help={text('aboutAccount.storageHelp')}>
        <Storage facts={facts} />
      </Fact>
      <Fact id="organisation" label={text('aboutAccount.organisation')} help={organisationHelp(facts)}>
        <ForeignOr value={facts.organisation} unnamed={facts.isInOrganisation ? text('aboutAccount.premium') : null} />
      </Fact>
      <Fact id="plan" label={text('aboutAccount.plan')} help={text('aboutAccount.planHelp')}>
        {planOf(facts)}
      </Fact>
      <Fact
        id="connectedEmail"
        label={text('aboutAccount.connectedEmail')}
        help={text('aboutAccount.connectedEmailHelp')}
      >
        <ForeignOr value={facts.connectedEmail} />
      </Fact>
      <Fact id="accountSince" label={text('aboutAccount.since')} help={text('aboutAccount.sinceHelp')}>
        {facts.activatedAt === null ? text('aboutAccount.unknown') : formatDate(facts.activatedAt)}
      </Fact>
      <AccountId id={account.id} />
    </SettingGroup>
  )
}

function Fact({
  id,
  label,
  help,
  children,
}: Pick<Parameters<typeof SettingRow>[0], 'id' | 'label' | 'help' | 'children'>) {
  return (
    <SettingRow id={id} namesControl={false} label={label} help={help}>
      <span class="value">{children}</span>
    </SettingRow>
  )
}

/** @param unnamed shows if there is one without a name */
function ForeignOr({ value, unnamed = null }: { value: string | null; unnamed?: string | null }) {
  if (value) return <ForeignText text={value} most={100} />
  if (unnamed !== null) return <>{unnamed}</>
  return <>{text(value === null ? 'aboutAccount.unknown' : 'common.none')}</>
}

function Storage({ facts: { storageUsed, storageQuota } }: { facts: AccountFacts }) {
  if (storageUsed === null) return <>{text('aboutAccount.unknown')}</>
  const used = formatSize(storageUsed)
  if (!storageQuota) return <>{text('aboutAccount.used', { used })}</>
  return <>{text('aboutAccount.usedOf', { used, quota: formatSize(storageQuota) })}</>
}

function organisationHelp({ isInOrganisation, isOrganisationAdmin }: AccountFacts): string {
  if (isInOrganisation && isOrganisationAdmin) return text('aboutAccount.isAdmin')
  return text('aboutAccount.organisationHelp')
}

function planOf(facts: AccountFacts): string {
  const plan = planText(facts, Date.now())
  return 'endsAt' in plan ? text(plan.key, { date: formatDate(plan.endsAt) }) : text(plan.key)
}

function AccountId({ id }: { id: string }) {
  const label = text('aboutAccount.id')
  const copy = () =>
    makeChange('accountId', {
      send: () => run('app.copyAccountId', {}),
      isAction: true,
      doneText: text('aboutAccount.copied'),
    })
  return (
    <div class="row with-actions">
      <RowText id="accountId" help={text('aboutAccount.idHelp')}>
        <span class="row-label">{label}</span> <code class="account-id">{id}</code>
      </RowText>
      <div class="row-actions">
        <ActionButton label={text('diagnostics.copy')} name={text('aboutAccount.copyId')} click={() => void copy()} />
      </div>
    </div>
  )
}
