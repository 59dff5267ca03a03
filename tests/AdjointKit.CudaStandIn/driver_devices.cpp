// cuInit, devices and contexts.
#include <cstdio>
#include <cstring>

#include "driver.h"
#include "settings.h"

namespace standin {
std::mutex driverLock;
std::vector<std::unique_ptr<Device>> devices;

namespace {
bool initialized = false;

enum Attribute {
    MaxThreadsPerBlock = 1,
    MaxBlockX = 2,
    MaxBlockY = 3,
    MaxBlockZ = 4,
    MaxGridX = 5,
    MaxGridY = 6,
    MaxGridZ = 7,
    SharedMemoryPerBlock = 8,
    ConstantMemory = 9,
    WarpSize = 10,
    RegistersPerBlock = 12,
    ClockKilohertz = 13,
    Multiprocessors = 16,
    Integrated = 18,
    MemoryClockKilohertz = 36,
    MemoryBusBits = 37,
    CacheBytes = 38,
    AsyncEngines = 40,
    UnifiedAddressing = 41,
    CapabilityMajor = 75,
    CapabilityMinor = 76,
};

int attributeValue(int attribute) {
    switch (attribute) {
        case MaxThreadsPerBlock:
        case MaxBlockX:
        case MaxBlockY: return 1024;
        case MaxBlockZ: return 64;
        case MaxGridX: return 2147483647;
        case MaxGridY:
        case MaxGridZ: return 65535;
        case SharedMemoryPerBlock: return 48 * 1024;
        case ConstantMemory: return 64 * 1024;
        case WarpSize: return 32;
        case RegistersPerBlock: return 65536;
        case ClockKilohertz: return 1000000;
        case Multiprocessors: return 4;
        case MemoryClockKilohertz: return 1000000;
        case MemoryBusBits: return 128;
        case CacheBytes: return 1 << 20;
        case AsyncEngines: return 2;
        case UnifiedAddressing: return 1;
        case CapabilityMajor: return capability() / 10;
        case CapabilityMinor: return capability() % 10;
        default: return 0;
    }
}
}

bool isInitialized() { return initialized; }

std::vector<CUcontext>& contexts() {
    thread_local std::vector<CUcontext> stack;
    return stack;
}

Device* deviceAt(CUdevice index) { return index >= 0 && static_cast<size_t>(index) < devices.size() ? devices[index].get() : nullptr; }

int capability() { return static_cast<int>(setting("CAPABILITY", 90)); }

namespace {
// A call about a device, which needs no context.
template <class Body> CUresult aboutDevice(CUdevice index, Body body) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (!initialized) return CUDA_ERROR_NOT_INITIALIZED;
    Device* device = deviceAt(index);
    return device == nullptr ? CUDA_ERROR_INVALID_DEVICE : body(*device);
}
}
}

using namespace standin;

STANDIN_API CUresult cuInit(unsigned flags) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (flags != 0) return CUDA_ERROR_INVALID_VALUE;
    if (auto error = setting("INIT_ERROR", 0); error != 0) return static_cast<CUresult>(error);
    if (initialized) return CUDA_SUCCESS;
    long long count = setting("DEVICES", 1);
    if (count == 0) return CUDA_ERROR_NO_DEVICE;
    for (int i = 0; i < count; i++) {
        devices.push_back(std::make_unique<Device>());
        devices[i]->index = i;
        devices[i]->defaultStream = std::make_shared<Stream>(devices[i].get());
    }

    initialized = true;
    return CUDA_SUCCESS;
}

STANDIN_API CUresult cuDriverGetVersion(int* version) {
    *version = 12040;
    return CUDA_SUCCESS;
}

STANDIN_API CUresult cuDeviceGetCount(int* count) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (!initialized) return CUDA_ERROR_NOT_INITIALIZED;
    *count = static_cast<int>(devices.size());
    return CUDA_SUCCESS;
}

STANDIN_API CUresult cuDeviceGet(CUdevice* device, int ordinal) {
    return aboutDevice(ordinal, [&](Device&) {
        *device = ordinal;
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
    return aboutDevice(device, [&](Device& found) {
        std::snprintf(name, length, "CUDA stand-in %d (the processor)", found.index);
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuDeviceGetUuid(CUuuid* uuid, CUdevice device) {
    return aboutDevice(device, [&](Device& found) {
        std::memset(uuid->bytes, 0xAD, sizeof uuid->bytes);
        uuid->bytes[0] = static_cast<char>(found.index);
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuDeviceGetUuid_v2(CUuuid* uuid, CUdevice device) { return cuDeviceGetUuid(uuid, device); }

STANDIN_API CUresult cuDeviceGetAttribute(int* value, int attribute, CUdevice device) {
    return aboutDevice(device, [&](Device&) {
        *value = attributeValue(attribute);
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice device) {
    return aboutDevice(device, [&](Device&) {
        *bytes = static_cast<size_t>(setting("MEMORY", 1LL << 30));
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) {
    return aboutDevice(device, [&](Device& found) {
        if (found.failure != CUDA_SUCCESS) return found.failure;
        found.retained++;
        *context = &found;
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    return aboutDevice(device, [&](Device& found) {
        if (found.retained == 0) return CUDA_ERROR_INVALID_CONTEXT;
        found.finish();
        found.retained--;
        return CUDA_SUCCESS;
    });
}

STANDIN_API CUresult cuCtxSetCurrent(CUcontext context) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (!initialized) return CUDA_ERROR_NOT_INITIALIZED;
    if (!contexts().empty()) contexts().pop_back();
    if (context != nullptr) contexts().push_back(context);
    return CUDA_SUCCESS;
}

STANDIN_API CUresult cuCtxGetCurrent(CUcontext* context) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (!initialized) return CUDA_ERROR_NOT_INITIALIZED;
    *context = contexts().empty() ? nullptr : contexts().back();
    return CUDA_SUCCESS;
}

STANDIN_API CUresult cuCtxPushCurrent_v2(CUcontext context) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (!initialized) return CUDA_ERROR_NOT_INITIALIZED;
    if (context == nullptr) return CUDA_ERROR_INVALID_VALUE;
    contexts().push_back(context);
    return CUDA_SUCCESS;
}

STANDIN_API CUresult cuCtxPopCurrent_v2(CUcontext* context) {
    std::lock_guard<std::mutex> guard(driverLock);
    if (!initialized) return CUDA_ERROR_NOT_INITIALIZED;
    if (contexts().empty()) return CUDA_ERROR_INVALID_CONTEXT;
    if (context != nullptr) *context = contexts().back();
    contexts().pop_back();
    return CUDA_SUCCESS;
}

STANDIN_API CUresult cuCtxSynchronize() {
    return inContext([](Device& device) {
        device.finish();
        return device.failure;
    });
}
