import type { ComponentChildren } from 'preact'
import './icons.css'

/** A line drawing of 20 by 20 units, in the colour of the surrounding text. */
function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}

export function AccountIcon() {
  return (
    <Icon>
      <circle cx="10" cy="6.5" r="3.5" />
      <path d="M3.5 17c.6-3.6 3.200-5.500 6.500-5.500s5.900 1.900 6.500 5.500" />
    </Icon>
  )
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="8.5" cy="8.5" r="5" />
      <path d="m12.500 12.500 4.500 4.500" />
    </Icon>
  )
}

export function MailIcon() {
  return (
    <Icon>
      <rect x="2.500" y="4.500" width="15" height="11" rx="2" />
      <path d="m3.500 6.500 6.500 5 6.500-5" />
    </Icon>
  )
}

export function AvatarIcon() {
  return (
    <Icon>
      <rect x="2.500" y="2.500" width="15" height="15" rx="4" />
      <circle cx="10" cy="8.500" r="2.500" />
      <path d="M5.500 17c.5-2.500 2.300-3.700 4.500-3.700s4 1.200 4.500 3.700" />
    </Icon>
  )
}

export function PeopleIcon() {
  return (
    <Icon>
      <circle cx="7.500" cy="7" r="3" />
      <path d="M2 16c.5-3 2.700-4.600 5.500-4.600s5 1.600 5.500 4.600" />
      <path d="M12.500 4.300a3 3 0 0 1 0 5.400M15 11.900c1.600.7 2.700 2.100 3 4.100" />
    </Icon>
  )
}

export function DataIcon() {
  return (
    <Icon>
      <path d="M10 3v9m-3.500-3.500L10 12l3.500-3.500M3.500 13v2A1.500 1.500 0 0 0 5 16.500h10a1.500 1.500 0 0 0 1.500-1.500v-2" />
    </Icon>
  )
}

export function AppIcon() {
  return (
    <Icon>
      <path d="M2.500 6h8M15.500 6h2M2.500 14h2M9.500 14h8" />
      <circle cx="13" cy="6" r="2.500" />
      <circle cx="7" cy="14" r="2.500" />
    </Icon>
  )
}

export function SignOutIcon() {
  return (
    <Icon>
      <path d="M8 3.500H5a1.500 1.500 0 0 0-1.500 1.500v10A1.500 1.500 0 0 0 5 16.500h3M8.500 10h8m-3-3.500 3.500 3.500-3.500 3.500" />
    </Icon>
  )
}

export function NextIcon() {
  return (
    <Icon>
      <path d="m8 4.500 5.500 5.500-5.500 5.500" />
    </Icon>
  )
}

export function AppMark() {
  return (
    <svg class="mark" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true" focusable="false">
      <rect width="48" height="48" rx="12" class="mark-ground" />
      <path d="M14 16h20M14 24h20M14 32h20" class="mark-line" />
      <circle cx="28" cy="16" r="4" class="mark-knob" />
      <circle cx="19" cy="24" r="4" class="mark-knob" />
      <circle cx="31" cy="32" r="4" class="mark-knob" />
    </svg>
  )
}
