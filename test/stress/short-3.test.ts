import { testAreas } from './short'

testAreas(2)
