import type { dataCommands } from '../../../contract/data'
import type { Handlers } from '../../core/handlers'
import type { Boards } from './boards'
import type { Downloads } from './downloads'
import type { HistoryExports } from './history-exports'

export function dataHandlers(
  history: HistoryExports,
  downloads: Downloads,
  boards: Boards,
): Handlers<keyof typeof dataCommands> {
  return {
    'data.refresh': (context) => history.refresh(context),
    'data.export': (context, { conversationId }) => history.start(context, conversationId),
    'data.download': (context, { id, resume }) => downloads.download(context, id, resume),
    'data.stopDownload': async () => downloads.stop(),
    'data.readBoard': (context, board) => boards.read(context, board),
    'data.stopBoard': async () => boards.stop(),
    'data.saveBoard': (context, { format }) => boards.save(context, format),
  }
}
