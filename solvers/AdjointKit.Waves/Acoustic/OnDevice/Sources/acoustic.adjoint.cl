/* The adjoint rule of a step, the transpose of the value rule line by line (AcousticStep states it). */

/* t = zeta + p; s = a t; zeta = b t, on the strips. */
KERNEL adjoint_second_memory(DOMAIN, LAYERS, INPUT(p), GLOBAL real *s, GLOBAL real *zeta, GLOBAL const real *profile)
{
#define SECOND_MEMORY(psi_place, zeta_place, a, b) \
    real t = zeta[zeta_place] + p[p_at + (int64)i * halo_stride + k]; \
    s[psi_place] = a * t; \
    zeta[zeta_place] = b * t;
    FOR_STRIP_POINT(
        SECOND_MEMORY(PSI_TOP(i, j), ZETA_TOP(i, j), A_TOP(j), B_TOP(j)),
        SECOND_MEMORY(PSI_BOTTOM(i, j), ZETA_BOTTOM(i, j), A_BOTTOM(j), B_BOTTOM(j)),
        SECOND_MEMORY(PSI_LEFT(j, k), ZETA_LEFT(j, k), A_LEFT(j), B_LEFT(j)),
        SECOND_MEMORY(PSI_RIGHT(j, k), ZETA_RIGHT(j, k), A_RIGHT(j), B_RIGHT(j)))
}

/* t = psi - D (p + s); y = a t; psi = b t, on the strips. */
KERNEL adjoint_first_memory(DOMAIN, LAYERS, SPACINGS, INPUT(p), GLOBAL const real *s, GLOBAL real *y, GLOBAL real *psi, GLOBAL const real *profile)
{
#define FIRST_MEMORY(place, step, strip_step, spacing, a, b) \
    int64 strip = place; \
    real t = psi[strip] - spacing * first_difference_of_sum(p + p_at + (int64)i * halo_stride + k, step, s + strip, strip_step); \
    y[strip] = a * t; \
    psi[strip] = b * t;
    FOR_STRIP_POINT(
        FIRST_MEMORY(PSI_TOP(i, j), 1, 1, first_z, A_TOP(j), B_TOP(j)),
        FIRST_MEMORY(PSI_BOTTOM(i, j), 1, 1, first_z, A_BOTTOM(j), B_BOTTOM(j)),
        FIRST_MEMORY(PSI_LEFT(j, k), halo_stride, nz, first_x, A_LEFT(j), B_LEFT(j)),
        FIRST_MEMORY(PSI_RIGHT(j, k), halo_stride, nz, first_x, A_RIGHT(j), B_RIGHT(j)))
}

/*
 * ubar += L p + sum over layers (D2 s - D y); next = p + c ubar. Before that, image_mode 1: image += record p;
 * 2: image -= d ubar + grad u . grad p, the record being u (haloed) and, increment elements further, d (plain).
 */
KERNEL adjoint(DOMAIN, LAYERS, SPACINGS, INPUT(p), ARRAY(next), ARRAY(ubar), INPUT(c), GLOBAL const real *s, GLOBAL const real *y,
    int image_mode, INPUT(record), int64 increment, ARRAY(image))
{
    int k = (int)GLOBAL_X;
    int i = (int)GLOBAL_Y;
    if (k >= nz || i >= nx) return;
    int64 haloed = (int64)i * halo_stride + k;
    int64 plain = (int64)i * plain_stride + k;
    GLOBAL const real *centre = p + p_at + haloed;
    real sum = ubar[ubar_at + plain];
    if (image_mode == 1) image[image_at + plain] = fma(record[record_at + plain], *centre, image[image_at + plain]);
    if (image_mode == 2) {
        GLOBAL const real *u = record + record_at + haloed;
        real product = record[record_at + increment + plain] * sum;
        product = fma(first_x * first_difference(u, halo_stride), first_x * first_difference(centre, halo_stride), product);
        product = fma(first_z * first_difference(u, 1), first_z * first_difference(centre, 1), product);
        image[image_at + plain] -= product;
    }
    sum = fma(second_x, fma(ratio_z, second_difference(centre, 1), second_difference(centre, halo_stride)), sum);
#define ADJOINT_LAYER(place, step, first, second) { int64 strip = place; sum += second * second_difference(s + strip, step) - first * first_difference(y + strip, step); }
    if (k < top) ADJOINT_LAYER(PSI_TOP(i, k), 1, first_z, second_z)
    if (k >= nz - bottom) ADJOINT_LAYER(PSI_BOTTOM(i, k - (nz - bottom)), 1, first_z, second_z)
    if (i < left) ADJOINT_LAYER(PSI_LEFT(i, k), nz, first_x, second_x)
    if (i >= nx - right) ADJOINT_LAYER(PSI_RIGHT(i - (nx - right), k), nz, first_x, second_x)
    ubar[ubar_at + plain] = sum;
    next[next_at + haloed] = fma(c[c_at + plain], sum, *centre);
    MIRROR(next, next_at + haloed, k)
}

/* Residuals into the field at the receivers, its values at the sources out of it: the transpose of forward_points. */
KERNEL adjoint_points(int targets, GLOBAL const int64 *target_haloed, GLOBAL const int64 *target_plain, GLOBAL const int *target_column, GLOBAL const int *target_start,
    GLOBAL const int *entry_position, GLOBAL const real *entry_weight, INPUT(residual), INPUT(p), ARRAY(next), ARRAY(ubar), INPUT(c),
    int samples, GLOBAL const int *sample_start, GLOBAL const int64 *sample_haloed, GLOBAL const real *sample_weight, ARRAY(sensitivities))
{
    int64 item = GLOBAL_X;
    if (item < targets) {
        int64 haloed = target_haloed[item];
        int64 plain = target_plain[item];
        real sum = ubar[ubar_at + plain];
        for (int e = target_start[item]; e < target_start[item + 1]; e++) sum = fma(entry_weight[e], residual[residual_at + entry_position[e]], sum);
        ubar[ubar_at + plain] = sum;
        next[next_at + haloed] = fma(c[c_at + plain], sum, p[p_at + haloed]);
        MIRROR(next, next_at + haloed, target_column[item])
    } else if (item < targets + samples) {
        int j = (int)(item - targets);
        real sum = R(0.0);
        for (int e = sample_start[j]; e < sample_start[j + 1]; e++) sum = fma(sample_weight[e], p[p_at + sample_haloed[e]], sum);
        sensitivities[sensitivities_at + j] = sum;
    }
}
