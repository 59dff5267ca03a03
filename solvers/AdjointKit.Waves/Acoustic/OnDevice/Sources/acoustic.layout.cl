/*
 * The domain is nx rows of nz points, z contiguous; haloed fields (the stencil reads them) and plain ones have a stride of their own. Absorbing layers lie at up to
 * four sides; top, bottom, left and right are the points of their strips, one stencil radius of the model included (where a = b = 0), and 0 where there is none.
 * The psi of all sides lie in one array, with RADIUS zeros around along the damped axis, the zeta in another, the profiles a and b in a third.
 */
#define DOMAIN int nx, int nz, int halo_stride, int plain_stride
#define LAYERS int top, int bottom, int left, int right
#define SPACINGS real second_x, real ratio_z, real second_z, real first_x, real first_z
#define ARRAY(name) GLOBAL real *name, int64 name##_at
#define INPUT(name) GLOBAL const real *name, int64 name##_at

#define WITH_HALO(width) ((width) > 0 ? (width) + 2 * RADIUS : 0)
#define PSI_TOP(i, j) ((int64)(i) * WITH_HALO(top) + RADIUS + (j))
#define PSI_BOTTOM(i, j) ((int64)nx * WITH_HALO(top) + (int64)(i) * WITH_HALO(bottom) + RADIUS + (j))
#define PSI_LEFT(j, k) ((int64)nx * (WITH_HALO(top) + WITH_HALO(bottom)) + (int64)((j) + RADIUS) * nz + (k))
#define PSI_RIGHT(j, k) ((int64)nx * (WITH_HALO(top) + WITH_HALO(bottom)) + (int64)WITH_HALO(left) * nz + (int64)((j) + RADIUS) * nz + (k))

#define ZETA_TOP(i, j) ((int64)(i) * top + (j))
#define ZETA_BOTTOM(i, j) ((int64)nx * top + (int64)(i) * bottom + (j))
#define ZETA_LEFT(j, k) ((int64)nx * (top + bottom) + (int64)(j) * nz + (k))
#define ZETA_RIGHT(j, k) ((int64)nx * (top + bottom) + (int64)left * nz + (int64)(j) * nz + (k))

#define A_TOP(j) profile[j]
#define B_TOP(j) profile[top + (j)]
#define A_BOTTOM(j) profile[2 * top + (j)]
#define B_BOTTOM(j) profile[2 * top + bottom + (j)]
#define A_LEFT(j) profile[2 * (top + bottom) + (j)]
#define B_LEFT(j) profile[2 * (top + bottom) + left + (j)]
#define A_RIGHT(j) profile[2 * (top + bottom + left) + (j)]
#define B_RIGHT(j) profile[2 * (top + bottom + left) + right + (j)]

/* The points of all strips, one item each: those along z row by row, then those along x. */
#define FOR_STRIP_POINT(ALONG_TOP, ALONG_BOTTOM, ALONG_LEFT, ALONG_RIGHT) \
    int64 item = GLOBAL_X; \
    int64 along_z = (int64)nx * (top + bottom); \
    if (item >= along_z + (int64)(left + right) * nz) return; \
    if (item < along_z) { \
        int i = (int)(item / (top + bottom)); \
        int j = (int)(item % (top + bottom)); \
        if (j < top) { int k = j; ALONG_TOP } \
        else { j -= top; int k = nz - bottom + j; ALONG_BOTTOM } \
    } else { \
        int j = (int)((item - along_z) / nz); \
        int k = (int)((item - along_z) % nz); \
        if (j < left) { int i = j; ALONG_LEFT } \
        else { j -= left; int i = nx - right + j; ALONG_RIGHT } \
    }

/* At a free surface the columns above it carry the odd image of those below: whoever writes a point near it writes the image, too. */
#if FREE_SURFACE
#define MIRROR(field, place, k) if ((k) >= 1 && (k) <= RADIUS) field[(place) - 2 * (k)] = -field[place];
#else
#define MIRROR(field, place, k)
#endif
