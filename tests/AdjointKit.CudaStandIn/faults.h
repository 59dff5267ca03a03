// Turns a kernel's access to memory that is not there (or misaligned, or outside of an array) into an error of the launch, as a device does, instead of the end of the process.
#pragma once

namespace standin {
// Calls run(argument). False: it touched memory that it may not touch, and was left in the middle.
bool runGuarded(void (*run)(void*), void* argument);
}
