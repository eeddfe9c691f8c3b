/** The place of the SMTP accounts. */
export function SmtpPanel() {
  return (
    <>
      <h1>SMTP</h1>
      <div class="card empty">
        <h2>Send Fleep mail through your own server</h2>
        <p>Mail accounts cannot be set up in this version yet. What you have set up at fleep.io goes on working.</p>
      </div>
    </>
  )
}
