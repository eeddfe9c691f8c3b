import type { Computer } from './computer'

/** The app's next message box is answered with the button at this index. Works on the stand-in only. */
export function answerNextDialog(computer: Computer, response: number): Promise<void> {
  return computer.app.evaluate((_electron, button) => {
    Reflect.get(globalThis, 'standIn').dialogAnswers.push({ response: button, checkboxChecked: false })
  }, response)
}

/** @returns how many message boxes the app has shown */
export function dialogCount(computer: Computer): Promise<number> {
  return computer.app.evaluate(() => Reflect.get(globalThis, 'standIn').dialogs.length)
}
