// What a kernel source sees in place of CUDA C++'s own names, when it is compiled for the processor. This file becomes part of the library as text.
#pragma once
#pragma GCC system_header
#include <math.h>
#include <stddef.h>

// The real compiler knows none of these without headers: a kernel that uses one shall fail here, too.
#undef INFINITY
#undef NAN
#undef HUGE_VAL
#undef HUGE_VALF
#undef M_E
#undef M_LOG2E
#undef M_LN2
#undef M_PI
#undef M_PI_2
#undef M_1_PI
#undef M_2_PI
#undef M_SQRT2
#undef M_SQRT1_2

#define __CUDACC__ 1
#define __CUDACC_RTC__ 1
#define __global__ __standin_kernel__
#define __device__
#define __host__
#define __constant__
// Thread-local: static by itself inside a function, and one block of memory per module that the executor finds and poisons.
#define __shared__ thread_local
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __launch_bounds__(...) __standin_bounds__(__VA_ARGS__)
#define __syncthreads() __standin_state->barrier(__FILE__, __LINE__)
// Without warps in step there is nothing that __syncwarp or a shuffle could do here: a kernel that relies on them does not compile.

#define __standin_vectors(T, name)                                                   \
    struct name##1 { T x; };                                                         \
    struct __align__(2 * sizeof(T)) name##2 { T x, y; };                             \
    struct name##3 { T x, y, z; };                                                   \
    struct __align__(sizeof(T) < 8 ? 4 * sizeof(T) : 16) name##4 { T x, y, z, w; };  \
    inline name##2 make_##name##2(T x, T y) { return {x, y}; }                       \
    inline name##3 make_##name##3(T x, T y, T z) { return {x, y, z}; }               \
    inline name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }
__standin_vectors(char, char)
__standin_vectors(unsigned char, uchar)
__standin_vectors(short, short)
__standin_vectors(unsigned short, ushort)
__standin_vectors(int, int)
__standin_vectors(unsigned int, uint)
__standin_vectors(long long, longlong)
__standin_vectors(unsigned long long, ulonglong)
__standin_vectors(float, float)
__standin_vectors(double, double)

// What the executor and the kernels share; its twin stands in blocks.h.
struct __standin_state_type {
    uint3 thread, block, blockSize, gridSize;
    void (*barrier)(const char* file, int line);
};
static __standin_state_type* __standin_state;
#define threadIdx (__standin_state->thread)
#define blockIdx (__standin_state->block)
#define blockDim (__standin_state->blockSize)
#define gridDim (__standin_state->gridSize)
#define warpSize 32

inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / sqrt(x); }
inline float rsqrt(float x) { return rsqrtf(x); }
inline float sinpif(float x) { return (float)sin(3.14159265358979323846 * remainder((double)x, 2.0)); }
inline float cospif(float x) { return (float)cos(3.14159265358979323846 * remainder((double)x, 2.0)); }
inline double sinpi(double x) { return sin(3.14159265358979323846 * remainder(x, 2.0)); }
inline double cospi(double x) { return cos(3.14159265358979323846 * remainder(x, 2.0)); }
inline void sincospif(float x, float* s, float* c) { *s = sinpif(x); *c = cospif(x); }
inline void sincospi(double x, double* s, double* c) { *s = sinpi(x); *c = cospi(x); }
inline float __fdividef(float x, float y) { return x / y; }
inline float __expf(float x) { return expf(x); }
inline float __logf(float x) { return logf(x); }
inline float __sinf(float x) { return sinf(x); }
inline float __cosf(float x) { return cosf(x); }
inline float __fadd_rn(float x, float y) { return x + y; }
inline float __fsub_rn(float x, float y) { return x - y; }
inline float __fmul_rn(float x, float y) { return x * y; }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __fsqrt_rn(float x) { return sqrtf(x); }
inline float __fmaf_rn(float x, float y, float z) { return fmaf(x, y, z); }
inline double __dadd_rn(double x, double y) { return x + y; }
inline double __dsub_rn(double x, double y) { return x - y; }
inline double __dmul_rn(double x, double y) { return x * y; }
inline double __ddiv_rn(double x, double y) { return x / y; }
inline double __dsqrt_rn(double x) { return sqrt(x); }
inline double __fma_rn(double x, double y, double z) { return fma(x, y, z); }
inline int __float2int_rn(float x) { return (int)rintf(x); }
inline int __float2int_rz(float x) { return (int)x; }
inline int __double2int_rn(double x) { return (int)rint(x); }

template <class To, class From> inline To __standin_bits(From from) {
    static_assert(sizeof(To) == sizeof(From), "the same bits have the same size");
    To to;
    __builtin_memcpy(&to, &from, sizeof to);
    return to;
}
inline float __int_as_float(int x) { return __standin_bits<float>(x); }
inline int __float_as_int(float x) { return __standin_bits<int>(x); }
inline float __uint_as_float(unsigned x) { return __standin_bits<float>(x); }
inline unsigned __float_as_uint(float x) { return __standin_bits<unsigned>(x); }
inline double __longlong_as_double(long long x) { return __standin_bits<double>(x); }
inline long long __double_as_longlong(double x) { return __standin_bits<long long>(x); }

inline unsigned __umulhi(unsigned x, unsigned y) { return (unsigned)(((unsigned long long)x * y) >> 32); }
inline int __mulhi(int x, int y) { return (int)(((long long)x * y) >> 32); }
inline unsigned long long __umul64hi(unsigned long long x, unsigned long long y) { return (unsigned long long)(((unsigned __int128)x * y) >> 64); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz((unsigned)x); }
inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline unsigned __brev(unsigned x) {
    unsigned reversed = 0;
    for (int bit = 0; bit < 32; bit++) reversed |= ((x >> bit) & 1u) << (31 - bit);
    return reversed;
}

#define __standin_extremes(T)                            \
    inline T min(T a, T b) { return b < a ? b : a; }     \
    inline T max(T a, T b) { return a < b ? b : a; }
__standin_extremes(int)
__standin_extremes(unsigned)
__standin_extremes(long)
__standin_extremes(unsigned long)
__standin_extremes(long long)
__standin_extremes(unsigned long long)
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }

template <class T> inline T __ldg(const T* from) { return *from; }
inline void __threadfence() {}
inline void __threadfence_block() {}

// One thread runs at a time, so a plain read and write is atomic.
#define __standin_atomic(name, T, next)                                                      \
    inline T name(T* at, T value) { T old = *at; *at = (next); return old; }
#define __standin_integer_atomics(T)                                                         \
    __standin_atomic(atomicAdd, T, old + value)                                              \
    __standin_atomic(atomicExch, T, value)                                                   \
    __standin_atomic(atomicMin, T, value < old ? value : old)                                \
    __standin_atomic(atomicMax, T, old < value ? value : old)                                \
    __standin_atomic(atomicAnd, T, old & value)                                              \
    __standin_atomic(atomicOr, T, old | value)                                               \
    __standin_atomic(atomicXor, T, old ^ value)                                              \
    inline T atomicCAS(T* at, T compare, T value) { T old = *at; if (old == compare) *at = value; return old; }
__standin_integer_atomics(int)
__standin_integer_atomics(unsigned)
__standin_integer_atomics(unsigned long long)
__standin_atomic(atomicAdd, float, old + value)
__standin_atomic(atomicAdd, double, old + value)
__standin_atomic(atomicExch, float, value)
__standin_atomic(atomicSub, int, old - value)
__standin_atomic(atomicSub, unsigned, old - value)

// The table of a module's kernels; its twin stands in modules.h.
struct __standin_kernel_type {
    const char* name;
    void (*run)(void** arguments);
    int count;
    const size_t* sizes;
    unsigned long long pointers;
    int mostThreads;
};
constexpr int __standin_most_threads(int threads = 1024, ...) { return threads; }
template <class T> constexpr bool __standin_is_pointer = false;
template <class T> constexpr bool __standin_is_pointer<T*> = true;
template <int... I> struct __standin_indices {};
template <auto Function> struct __standin_call;
template <class... Parameters, void (*Function)(Parameters...)> struct __standin_call<Function> {
    static constexpr int count = sizeof...(Parameters);
    static constexpr size_t sizes[] = {sizeof(Parameters)..., 0};
    static constexpr unsigned long long pointers() {
        unsigned long long mask = 0;
        int at = 0;
        ((mask |= (unsigned long long)__standin_is_pointer<Parameters> << at++), ...);
        return mask;
    }
    template <int... I> static void unpack(void** arguments, __standin_indices<I...>) { Function(*(Parameters*)arguments[I]...); }
    static void run(void** arguments) { unpack(arguments, __standin_indices<__integer_pack(count)...>()); }
};
