// The stand-in's own test: standin_selftest LIBRARY. Each case runs in a process of its own, because a device that failed once stays failed.
#include <dlfcn.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "cuda.h"

namespace {
void* library;

template <class... Arguments> int call(const char* name, Arguments... arguments) {
    auto* function = reinterpret_cast<int (*)(Arguments...)>(dlsym(library, name));
    if (function == nullptr) {
        std::fprintf(stderr, "%s is not exported\n", name);
        std::_Exit(3);
    }

    return function(arguments...);
}

#define CHECK(condition)                                                         \
    if (!(condition)) {                                                          \
        std::fprintf(stderr, "selftest.cpp(%d): not %s\n", __LINE__, #condition); \
        return false;                                                            \
    }

void set(const char* name, const char* value) { call("adjointkitStandInSet", name, value); }

// Sums 256 values per block in shared memory, n is a multiple of 256.
const char reduction[] = R"(
extern "C" __global__ void __launch_bounds__(256) sum(const float* __restrict__ from, float* to)
{
    __shared__ float part[256];
    part[threadIdx.x] = from[blockIdx.x * blockDim.x + threadIdx.x];
    BARRIER1
    for (int half = 128; half > 0; half /= 2)
    {
        if (threadIdx.x < half) part[threadIdx.x] += part[threadIdx.x + half];
        BARRIER2
    }
    if (threadIdx.x == 0) to[blockIdx.x] = part[0];
}
)";

const char others[] = R"(
extern "C" __global__ void diverge(int* to)
{
    if (threadIdx.x < 10) __syncthreads();
    to[threadIdx.x] = 1;
}
extern "C" __global__ void differ(int* to)
{
    if (threadIdx.x < 10) __syncthreads();
    else
        __syncthreads();
    to[threadIdx.x] = 1;
}
extern "C" __global__ void count(unsigned* to) { atomicAdd(to, 1u); }
extern "C" __global__ void far(float* to, int offset) { to[offset] = 1; }
extern "C" __global__ void mirror(int* data)
{
    extern __shared__ int part[];
    part[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    data[threadIdx.x] = part[blockDim.x - 1 - threadIdx.x];
}
extern "C" __global__ void shape(int* to)
{
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y, z = blockIdx.z * blockDim.z + threadIdx.z;
    to[(z * gridDim.y * blockDim.y + y) * gridDim.x * blockDim.x + x] += 1;
}
extern "C" __global__ void pair(float2* to, int offset) { *(float2*)((float*)to + offset) = make_float2(1, 2); }
extern "C" __global__ void inside(int* to, int offset)
{
    __shared__ int part[16];
    __shared__ int next[16];
    part[threadIdx.x] = next[threadIdx.x] = 1;
    to[threadIdx.x] = part[threadIdx.x + offset] + next[threadIdx.x];
}
__device__ float2 twice(float2 v) { return make_float2(2 * v.x, 2 * v.y); }
extern "C" __global__ void mixed(float2 v, double d, char c, float* to) { to[0] = twice(v).y + (float)d + c; }
)";

struct Session {
    CUmodule module = nullptr;
    CUstream stream = nullptr;

    int open() {
        CUcontext context;
        int error = call("cuInit", 0u);
        if (error == 0) error = call("cuDevicePrimaryCtxRetain", &context, 0);
        if (error == 0) error = call("cuCtxSetCurrent", context);
        if (error == 0) error = call("cuStreamCreate", &stream, 1u);
        return error;
    }

    bool load(const char* source, std::vector<const char*> options, bool text = false) {
        void* program;
        options.push_back(text ? "--gpu-architecture=compute_80" : "--gpu-architecture=sm_90");
        call("nvrtcCreateProgram", &program, source, "kernels.cu", 0, (void*)nullptr, (void*)nullptr);
        int error = call("nvrtcCompileProgram", program, (int)options.size(), options.data());
        size_t bytes;
        call("nvrtcGetProgramLogSize", program, &bytes);
        std::vector<char> log(bytes), image;
        call("nvrtcGetProgramLog", program, log.data());
        if (error != 0) std::fputs(log.data(), stderr);
        call(text ? "nvrtcGetPTXSize" : "nvrtcGetCUBINSize", program, &bytes);
        image.resize(bytes);
        call(text ? "nvrtcGetPTX" : "nvrtcGetCUBIN", program, image.data());
        call("nvrtcDestroyProgram", &program);
        return error == 0 && call("cuModuleLoadData", &module, image.data()) == 0;
    }

    int launch(const char* name, unsigned blocks, unsigned threads, std::vector<void*> arguments, unsigned dynamicBytes = 0) {
        CUfunction function;
        int error = call("cuModuleGetFunction", &function, module, name);
        if (error != 0) return error;
        return call("cuLaunchKernel", function, blocks, 1u, 1u, threads, 1u, 1u, dynamicBytes, stream, arguments.data(), (void**)nullptr);
    }

    int finish() { return call("cuStreamSynchronize", stream); }

    CUdeviceptr allocate(size_t bytes) {
        CUdeviceptr address = 0;
        call("cuMemAlloc_v2", &address, bytes);
        return address;
    }
};

// The largest error of the sums, infinite where one is no number.
double errorOfSums(const char* barrier1, const char* barrier2) {
    constexpr int blocks = 50, length = 256;
    Session session;
    if (session.open() != 0 || !session.load(reduction, {barrier1, barrier2})) return -1;
    CUdeviceptr from = session.allocate(blocks * length * 4), to = session.allocate(blocks * 4);
    std::vector<float> values(blocks * length), sums(blocks);
    for (size_t i = 0; i < values.size(); i++) values[i] = static_cast<float>(i % 97);
    call("cuMemcpyHtoDAsync_v2", from, (const void*)values.data(), values.size() * 4, session.stream);
    if (session.launch("sum", blocks, length, {&from, &to}) != 0) return -1;
    if (call("cuMemcpyDtoHAsync_v2", (void*)sums.data(), to, sums.size() * 4, session.stream) != 0) return -1;
    double worst = 0;
    for (int block = 0; block < blocks; block++) {
        double exact = 0;
        for (int i = 0; i < length; i++) exact += values[block * length + i];
        double error = std::fabs(sums[block] - exact);
        worst = std::isnan(error) ? INFINITY : std::fmax(worst, error);
    }

    return worst;
}

bool barriersInPlace() {
    CHECK(errorOfSums("-DBARRIER1=__syncthreads();", "-DBARRIER2=__syncthreads();") == 0);
    return true;
}

bool firstBarrierOut() {
    CHECK(errorOfSums("-DBARRIER1=", "-DBARRIER2=__syncthreads();") > 0);
    return true;
}

bool secondBarrierOut() {
    CHECK(errorOfSums("-DBARRIER1=__syncthreads();", "-DBARRIER2=") > 0);
    return true;
}

bool divergenceFails() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr to = session.allocate(128);
    CHECK(session.launch("diverge", 1, 32, {&to}) == 0);
    CHECK(session.finish() == CUDA_ERROR_LAUNCH_FAILED);
    CHECK(call("cuMemAlloc_v2", &to, (size_t)4) == CUDA_ERROR_LAUNCH_FAILED);
    return true;
}

bool differentBarriersFail() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr to = session.allocate(128);
    CHECK(session.launch("differ", 1, 32, {&to}) == 0);
    CHECK(session.finish() == CUDA_ERROR_LAUNCH_FAILED);
    return true;
}

bool everyThreadRunsOnce() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr counter = session.allocate(4);
    call("cuMemsetD32Async", counter, 0u, (size_t)1, session.stream);
    CHECK(session.launch("count", 1000, 96, {&counter}) == 0);
    unsigned counted = 0;
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)&counted, counter, (size_t)4, session.stream) == 0);
    CHECK(counted == 96000);

    CUdeviceptr cells = session.allocate(6 * 8 * 10 * 4);
    call("cuMemsetD32Async", cells, 0u, (size_t)(6 * 8 * 10), session.stream);
    CUfunction function;
    CHECK(call("cuModuleGetFunction", &function, session.module, "shape") == 0);
    std::vector<void*> arguments = {&cells};
    CHECK(call("cuLaunchKernel", function, 3u, 2u, 5u, 2u, 4u, 2u, 0u, session.stream, arguments.data(), (void**)nullptr) == 0);
    std::vector<int> found(6 * 8 * 10);
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)found.data(), cells, found.size() * 4, session.stream) == 0);
    for (int cell : found) CHECK(cell == 1);
    return true;
}

bool parametersKeepTheirTypes() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}, true));
    float pair[] = {1, 2};
    double real = 0.5;
    char small = 3;
    CUdeviceptr to = session.allocate(4);
    CHECK(session.launch("mixed", 1, 1, {pair, &real, &small, &to}) == 0);
    pair[1] = 100;
    float found = 0;
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)&found, to, (size_t)4, session.stream) == 0);
    CHECK(found == 7.5f);
    return true;
}

bool sharedMemoryOfTheLaunch() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    std::vector<int> values(100), found(100);
    for (int i = 0; i < 100; i++) values[i] = i;
    CUdeviceptr data = session.allocate(400);
    call("cuMemcpyHtoDAsync_v2", data, (const void*)values.data(), (size_t)400, session.stream);
    CHECK(session.launch("mirror", 1, 100, {&data}, 400) == 0);
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)found.data(), data, (size_t)400, session.stream) == 0);
    for (int i = 0; i < 100; i++) CHECK(found[i] == 99 - i);
    CHECK(session.launch("mirror", 1, 100, {&data}, 396) == 0);
    CHECK(session.finish() == CUDA_ERROR_ILLEGAL_ADDRESS);
    return true;
}

bool wrongAddressesFail() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr to = session.allocate(1024);
    int offset = 512;  // In the closed page that follows every allocation; farther off something else may lie.
    CHECK(session.launch("far", 1, 1, {&to, &offset}) == 0);
    CHECK(session.finish() == CUDA_ERROR_ILLEGAL_ADDRESS);
    return true;
}

bool misalignedAddressesFail() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr to = session.allocate(1024);
    int offset = 2;
    CHECK(session.launch("pair", 1, 1, {&to, &offset}) == 0 && session.finish() == 0);
    offset = 1;
    CHECK(session.launch("pair", 1, 1, {&to, &offset}) == 0);
    CHECK(session.finish() == CUDA_ERROR_ILLEGAL_ADDRESS);
    return true;
}

bool arraysHaveEnds() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr to = session.allocate(64);
    int offset = 0;
    CHECK(session.launch("inside", 1, 16, {&to, &offset}) == 0 && session.finish() == 0);
    offset = 1;
    CHECK(session.launch("inside", 1, 16, {&to, &offset}) == 0);
    CHECK(session.finish() == CUDA_ERROR_ILLEGAL_ADDRESS);
    return true;
}

// Ends the process.
bool overrunsAreFound() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr to = session.allocate(1000);
    int offset = 250;
    CHECK(session.launch("far", 1, 1, {&to, &offset}) == 0 && session.finish() == 0);
    call("cuMemFree_v2", to);
    return false;
}

bool hostPointersFail() {
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    float host[64] = {};
    auto address = reinterpret_cast<CUdeviceptr>(host);
    int offset = 0;
    CHECK(call("cuMemcpyHtoDAsync_v2", address, (const void*)host, (size_t)4, session.stream) == CUDA_ERROR_INVALID_VALUE);
    CHECK(session.launch("far", 1, 1, {&address, &offset}) == 0);
    CHECK(session.finish() == CUDA_ERROR_ILLEGAL_ADDRESS);
    return true;
}

bool copiesStayInside() {
    Session session;
    CHECK(session.open() == 0);
    char host[256] = {};
    CUdeviceptr block = session.allocate(128);
    CHECK(call("cuMemcpyHtoDAsync_v2", block, (const void*)host, (size_t)129, session.stream) == CUDA_ERROR_INVALID_VALUE);
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)host, block + 64, (size_t)65, session.stream) == CUDA_ERROR_INVALID_VALUE);
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)host, block + 64, (size_t)64, session.stream) == 0);
    CHECK(static_cast<unsigned char>(host[0]) == 0xFF);
    CHECK(call("cuMemFree_v2", block + 8) == CUDA_ERROR_INVALID_VALUE);
    CHECK(call("cuMemFree_v2", block) == 0);
    CHECK(call("cuMemFree_v2", block) == CUDA_ERROR_INVALID_VALUE);
    return true;
}

bool memoryEnds() {
    set("MEMORY", "1000000");
    Session session;
    CHECK(session.open() == 0);
    CUdeviceptr first, second;
    size_t free, total;
    CHECK(call("cuMemAlloc_v2", &first, (size_t)600000) == 0);
    CHECK(call("cuMemAlloc_v2", &second, (size_t)600000) == CUDA_ERROR_OUT_OF_MEMORY);
    CHECK(call("cuMemGetInfo_v2", &free, &total) == 0);
    CHECK(free == 400000 && total == 1000000);
    CHECK(call("cuMemFree_v2", first) == 0);
    CHECK(call("cuMemAlloc_v2", &second, (size_t)600000) == 0);
    return true;
}

bool lostDeviceStaysLost() {
    set("FAIL_AFTER", "3");
    Session session;
    CHECK(session.open() == 0 && session.load(others, {}));
    CUdeviceptr counter = session.allocate(4);
    for (int i = 0; i < 2; i++) CHECK(session.launch("count", 1, 1, {&counter}) == 0 && session.finish() == 0);
    CHECK(session.launch("count", 1, 1, {&counter}) == 0);
    CHECK(session.finish() == CUDA_ERROR_ILLEGAL_ADDRESS);
    CHECK(session.launch("count", 1, 1, {&counter}) == CUDA_ERROR_ILLEGAL_ADDRESS);
    return true;
}

// A copy from pinned memory reads it late, and another stream sees the result only if it waits for the event.
bool streamsNeedEvents() {
    Session session;
    CHECK(session.open() == 0);
    CUstream other;
    CUevent copied;
    void* pinned;
    CHECK(call("cuStreamCreate", &other, 1u) == 0 && call("cuEventCreate", &copied, 0u) == 0 && call("cuMemHostAlloc", &pinned, (size_t)4, 0u) == 0);
    CUdeviceptr block = session.allocate(4);
    auto* value = static_cast<int*>(pinned);
    int found = 0;
    *value = 1;
    CHECK(call("cuMemcpyHtoDAsync_v2", block, (const void*)pinned, (size_t)4, session.stream) == 0);
    CHECK(call("cuEventRecord", copied, session.stream) == 0);
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)&found, block, (size_t)4, other) == 0);
    CHECK(found == -1);
    *value = 2;
    CHECK(call("cuStreamWaitEvent", other, copied, 0u) == 0);
    CHECK(call("cuMemcpyDtoHAsync_v2", (void*)&found, block, (size_t)4, other) == 0);
    CHECK(found == 2);
    return true;
}

bool contextsArePerThread() {
    CHECK(call("cuInit", 0u) == 0);
    CUdeviceptr block;
    CHECK(call("cuMemAlloc_v2", &block, (size_t)4) == CUDA_ERROR_INVALID_CONTEXT);
    return true;
}

bool launchesHaveLimits() {
    Session session;
    CHECK(session.open() == 0 && session.load(reduction, {"-DBARRIER1=", "-DBARRIER2="}));
    CUdeviceptr from = session.allocate(4096), to = session.allocate(4);
    CUfunction function;
    CHECK(call("cuModuleGetFunction", &function, session.module, "sum") == 0);
    std::vector<void*> arguments = {&from, &to};
    CHECK(call("cuLaunchKernel", function, 1u, 65536u, 1u, 1u, 1u, 1u, 0u, session.stream, arguments.data(), (void**)nullptr) == CUDA_ERROR_INVALID_VALUE);
    CHECK(call("cuLaunchKernel", function, 1u, 1u, 1u, 512u, 1u, 1u, 0u, session.stream, arguments.data(), (void**)nullptr) == CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    CHECK(call("cuModuleGetFunction", &function, session.module, "absent") == CUDA_ERROR_NOT_FOUND);
    return true;
}

bool compilerErrorsNameTheLine() {
    Session session;
    CHECK(session.open() == 0);
    void* program;
    const char* options[] = {"--gpu-architecture=sm_90"};
    call("nvrtcCreateProgram", &program, "\n\nextern \"C\" __global__ void k(int* to) { to[0] = missing; }", "kernels.cu", 0, (void*)nullptr, (void*)nullptr);
    CHECK(call("nvrtcCompileProgram", program, 1, options) == 6);
    char log[4096];
    call("nvrtcGetProgramLog", program, log);
    CHECK(std::strstr(log, "kernels.cu(3): error: ") != nullptr);
    CHECK(std::strstr(log, "1 error detected in the compilation of \"kernels.cu\".") != nullptr);
    const char* wrong[] = {"--no-such-option"};
    CHECK(call("nvrtcCompileProgram", program, 1, wrong) == 5);
    const char* old[] = {"--gpu-architecture=sm_99"};
    CHECK(call("nvrtcCompileProgram", program, 1, old) == 5);
    return true;
}

struct Case {
    const char* name;
    bool (*run)();
    bool aborts = false;
};

constexpr Case cases[] = {
    {"a reduction with its barriers is right", barriersInPlace},
    {"without its first barrier it is wrong", firstBarrierOut},
    {"without its second barrier it is wrong", secondBarrierOut},
    {"a barrier that some threads never reach fails", divergenceFails},
    {"two barriers at once fail", differentBarriersFail},
    {"every thread runs once", everyThreadRunsOnce},
    {"parameters keep their types and are taken at the launch", parametersKeepTheirTypes},
    {"shared memory whose size the launch gives", sharedMemoryOfTheLaunch},
    {"a wrong address in a kernel fails", wrongAddressesFail},
    {"a misaligned address fails", misalignedAddressesFail},
    {"an element outside of a shared array fails", arraysHaveEnds},
    {"a write just past an allocation ends the process when it is freed", overrunsAreFound, true},
    {"a pointer of the host fails", hostPointersFail},
    {"copies outside of an allocation are refused", copiesStayInside},
    {"the memory has an end", memoryEnds},
    {"a lost device stays lost", lostDeviceStaysLost},
    {"streams need events", streamsNeedEvents},
    {"contexts are per thread", contextsArePerThread},
    {"launches have limits", launchesHaveLimits},
    {"compiler errors name the line", compilerErrorsNameTheLine},
};
}

int main(int count, char** arguments) {
    library = count == 2 ? dlopen(arguments[1], RTLD_NOW) : nullptr;
    if (library == nullptr) {
        std::fprintf(stderr, "usage: standin_selftest LIBRARY (%s)\n", count == 2 ? dlerror() : "no library named");
        return 2;
    }

    int failed = 0;
    for (const Case& one : cases) {
        pid_t child = fork();
        if (child == 0) std::_Exit(one.run() ? 0 : 1);
        int status = 0;
        waitpid(child, &status, 0);
        bool passed = one.aborts ? WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT : WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (!passed) failed++;
        std::printf("%s: %s\n", passed ? "passed" : "FAILED", one.name);
        std::fflush(stdout);
    }

    std::printf("%zu cases, %d failed\n", sizeof cases / sizeof cases[0], failed);
    return failed == 0 ? 0 : 1;
}
