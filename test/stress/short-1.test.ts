import { testAreas } from './short'

testAreas(0)
