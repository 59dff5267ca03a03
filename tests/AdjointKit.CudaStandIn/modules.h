// A loaded module: a shared library that compiler.cpp made, with a table of its kernels.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "cuda.h"

namespace standin {
struct KernelState;

// An entry of a module's table; the twin of __standin_kernel_type in shim.h.
struct KernelEntry {
    const char* name;
    void (*run)(void** arguments);
    int count;
    const size_t* sizes;
    unsigned long long pointers;  // Bit i: parameter i is a pointer.
    int mostThreads;
};

struct Kernel {
    const KernelEntry* entry;
    Module* module;
};

struct Module {
    void* library = nullptr;
    std::vector<Kernel> kernels;
    void (*bind)(KernelState* state) = nullptr;
    void* (*touchShared)() = nullptr;    // Null: the module has no shared memory.
    void* (*dynamicShared)() = nullptr;  // Null: no shared memory whose size the launch gives.

    // The executing thread's copy of the module's shared memory; null if it has none.
    char* shared = nullptr;
    size_t sharedBytes = 0;

    // Finds the shared memory of the thread that calls.
    void findShared();

private:
    uint64_t sharedThread = 0;
};

// The image is a compiled module or its text form ("PTX").
CUresult loadModule(const void* image, int deviceCapability, Module** into);

void unloadModule(Module* module);

// The text form: a line that says what it is, the architecture, the bytes in hexadecimal digits.
std::string moduleText(const std::string& bytes, int architecture);
}
