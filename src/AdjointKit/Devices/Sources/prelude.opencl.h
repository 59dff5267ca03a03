/* The kernel language of this project in OpenCL C 1.2. Kernels write KERNEL name(...), GLOBAL and LOCAL for the address spaces of pointers, SHARED for arrays of a group, and the names below. GROUP_KERNEL is for kernels that are always launched in groups of so many items, for which the compiler then keeps registers. UNROLLED goes before a loop; a compiler may ignore it. */
#pragma OPENCL FP_CONTRACT OFF
#define KERNEL __kernel void
#define GROUP_KERNEL(items) __kernel __attribute__((reqd_work_group_size(items, 1, 1))) void
#define UNROLLED _Pragma("unroll")
#define DEVICE static
#define GLOBAL __global
#define LOCAL __local
#define SHARED __local
#define CONSTANT __constant
#define RESTRICT restrict
#define BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define GROUP_X ((int)get_group_id(0))
#define GROUP_Y ((int)get_group_id(1))
#define GROUPS_X ((int)get_num_groups(0))
#define GROUPS_Y ((int)get_num_groups(1))
#define ITEM_X ((int)get_local_id(0))
#define ITEM_Y ((int)get_local_id(1))
#define ITEMS_X ((int)get_local_size(0))
#define ITEMS_Y ((int)get_local_size(1))
#define GLOBAL_X ((int64)get_global_id(0))
#define GLOBAL_Y ((int64)get_global_id(1))
#define HIGH_PRODUCT_32(a, b) mul_hi((uint32)(a), (uint32)(b))
#define HIGH_PRODUCT_64(a, b) mul_hi((uint64)(a), (uint64)(b))
typedef long int64;
typedef ulong uint64;
typedef uint uint32;
