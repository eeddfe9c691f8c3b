export const listId = 'search-results'
export const optionId = (index: number) => `search-result-${index}`
