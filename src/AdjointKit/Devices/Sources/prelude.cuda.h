/* The kernel language of this project in CUDA C++. Kernels write KERNEL name(...), GLOBAL and LOCAL for the address spaces of pointers, SHARED for arrays of a group, and the names below. GROUP_KERNEL is for kernels that are always launched in groups of so many items, for which the compiler then keeps registers. UNROLLED goes before a loop; a compiler may ignore it. */
#define KERNEL extern "C" __global__ void
#define GROUP_KERNEL(items) extern "C" __global__ void __launch_bounds__(items)
#define UNROLLED _Pragma("unroll")
#define DEVICE static __device__ __forceinline__
#define GLOBAL
#define LOCAL
#define SHARED __shared__
#define CONSTANT static __constant__ const
#define RESTRICT __restrict__
#define BARRIER() __syncthreads()
#define GROUP_X ((int)blockIdx.x)
#define GROUP_Y ((int)blockIdx.y)
#define GROUPS_X ((int)gridDim.x)
#define GROUPS_Y ((int)gridDim.y)
#define ITEM_X ((int)threadIdx.x)
#define ITEM_Y ((int)threadIdx.y)
#define ITEMS_X ((int)blockDim.x)
#define ITEMS_Y ((int)blockDim.y)
#define GLOBAL_X ((int64)blockIdx.x * blockDim.x + threadIdx.x)
#define GLOBAL_Y ((int64)blockIdx.y * blockDim.y + threadIdx.y)
#define HIGH_PRODUCT_32(a, b) __umulhi((uint32)(a), (uint32)(b))
#define HIGH_PRODUCT_64(a, b) __umul64hi((uint64)(a), (uint64)(b))
typedef long long int64;
typedef unsigned long long uint64;
typedef unsigned int uint32;
