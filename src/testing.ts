export { type FakeHost, fakeHost, type Script } from '#host/fake-host.ts'
