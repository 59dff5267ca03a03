// The part of the CUDA driver API's types and codes that the stand-in knows. Values are those of the real driver.
#pragma once
#include <cstddef>
#include <cstdint>

namespace standin {
struct Device;
struct Event;
struct Kernel;
struct Module;
struct Stream;
}

using CUdevice = int;
using CUdeviceptr = unsigned long long;
using CUcontext = standin::Device*;  // There are primary contexts only, one per device.
using CUevent = standin::Event*;
using CUfunction = const standin::Kernel*;
using CUmodule = standin::Module*;
using CUstream = standin::Stream*;

struct CUuuid {
    char bytes[16];
};

enum CUresult {
    CUDA_SUCCESS = 0,
    CUDA_ERROR_INVALID_VALUE = 1,
    CUDA_ERROR_OUT_OF_MEMORY = 2,
    CUDA_ERROR_NOT_INITIALIZED = 3,
    CUDA_ERROR_NO_DEVICE = 100,
    CUDA_ERROR_INVALID_DEVICE = 101,
    CUDA_ERROR_INVALID_IMAGE = 200,
    CUDA_ERROR_INVALID_CONTEXT = 201,
    CUDA_ERROR_NO_BINARY_FOR_GPU = 209,
    CUDA_ERROR_INVALID_PTX = 218,
    CUDA_ERROR_INVALID_HANDLE = 400,
    CUDA_ERROR_NOT_FOUND = 500,
    CUDA_ERROR_NOT_READY = 600,
    CUDA_ERROR_ILLEGAL_ADDRESS = 700,
    CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES = 701,
    CUDA_ERROR_LAUNCH_FAILED = 719,
};

// What the driver exports keeps its plain name.
#define STANDIN_API extern "C" __attribute__((visibility("default")))
