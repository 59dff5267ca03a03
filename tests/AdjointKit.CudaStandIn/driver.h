// What the exported functions share: the lock, the devices, the calling thread's current context.
#pragma once
#include <mutex>
#include <vector>

#include "device.h"

namespace standin {
// One call at a time, in the whole stand-in.
extern std::mutex driverLock;
extern std::vector<std::unique_ptr<Device>> devices;

bool isInitialized();

// Each thread has its own stack of contexts.
std::vector<CUcontext>& contexts();

Device* deviceAt(CUdevice index);

// Memory that the host asked for through cuMemHostAlloc: copies from and to it really are put off.
bool isPinned(const void* host, size_t bytes);

int capability();

// A call that needs a current context on a device that works.
template <class Body> CUresult inContext(Body body) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (!isInitialized()) return CUDA_ERROR_NOT_INITIALIZED;
    if (contexts().empty() || contexts().back() == nullptr || contexts().back()->retained == 0) return CUDA_ERROR_INVALID_CONTEXT;
    Device& device = *contexts().back();
    return device.failure != CUDA_SUCCESS ? device.failure : body(device);
}

// The same on one of its streams.
template <class Body> CUresult onStream(CUstream handle, Body body) {
    return inContext([&](Device& device) {
        std::shared_ptr<Stream> stream = device.find(handle);
        if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;

        // The default stream waits for the others and they for it.
        if (handle == nullptr) device.finish();
        CUresult result = body(device, stream);
        if (handle == nullptr) device.finish();
        return result;
    });
}
}
