import { testAreas } from './short'

testAreas(1)
