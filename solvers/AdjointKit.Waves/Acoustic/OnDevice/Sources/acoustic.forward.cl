/* The value rule and the tangent rule of a step (AcousticStep states them). */

/* psi = b psi + a D u, on the strips. */
KERNEL forward_memory(DOMAIN, LAYERS, SPACINGS, INPUT(u), GLOBAL real *psi, GLOBAL const real *profile)
{
#define MEMORY(place, step, spacing, a, b) \
    GLOBAL real *memory = psi + place; \
    *memory = fma(a, spacing * first_difference(u + u_at + (int64)i * halo_stride + k, step), b * *memory);
    FOR_STRIP_POINT(
        MEMORY(PSI_TOP(i, j), 1, first_z, A_TOP(j), B_TOP(j)),
        MEMORY(PSI_BOTTOM(i, j), 1, first_z, A_BOTTOM(j), B_BOTTOM(j)),
        MEMORY(PSI_LEFT(j, k), halo_stride, first_x, A_LEFT(j), B_LEFT(j)),
        MEMORY(PSI_RIGHT(j, k), halo_stride, first_x, A_RIGHT(j), B_RIGHT(j)))
}

/*
 * w = L u + layers; d += c w, in the tangent rule + dc (right-hand side of the background); next = u + d.
 * record_mode: 0 nothing, 1 record = w, 2 record = u. illuminate: illumination += u u.
 */
KERNEL forward(DOMAIN, LAYERS, SPACINGS, INPUT(u), ARRAY(next), ARRAY(d), INPUT(c), GLOBAL const real *psi, GLOBAL real *zeta, GLOBAL const real *profile,
    int record_mode, ARRAY(record), int illuminate, ARRAY(illumination), int scatters, INPUT(dc), INPUT(background))
{
    int k = (int)GLOBAL_X;
    int i = (int)GLOBAL_Y;
    if (k >= nz || i >= nx) return;
    int64 haloed = (int64)i * halo_stride + k;
    int64 plain = (int64)i * plain_stride + k;
    GLOBAL const real *p = u + u_at + haloed;
    real along_z = second_difference(p, 1);
    real along_x = second_difference(p, halo_stride);
    real w = second_x * fma(ratio_z, along_z, along_x);
#define LAYER(psi_place, zeta_place, step, first, second, a, b) \
    { \
        real q = first * first_difference(psi + psi_place, step); \
        real z = fma(a, second + q, b * zeta[zeta_place]); \
        zeta[zeta_place] = z; \
        w += q + z; \
    }
    if (k < top) LAYER(PSI_TOP(i, k), ZETA_TOP(i, k), 1, first_z, second_z * along_z, A_TOP(k), B_TOP(k))
    if (k >= nz - bottom) { int j = k - (nz - bottom); LAYER(PSI_BOTTOM(i, j), ZETA_BOTTOM(i, j), 1, first_z, second_z * along_z, A_BOTTOM(j), B_BOTTOM(j)) }
    if (i < left) LAYER(PSI_LEFT(i, k), ZETA_LEFT(i, k), nz, first_x, second_x * along_x, A_LEFT(i), B_LEFT(i))
    if (i >= nx - right) { int j = i - (nx - right); LAYER(PSI_RIGHT(j, k), ZETA_RIGHT(j, k), nz, first_x, second_x * along_x, A_RIGHT(j), B_RIGHT(j)) }

    real increment = fma(c[c_at + plain], w, d[d_at + plain]);
    if (scatters) increment = fma(dc[dc_at + plain], background[background_at + plain], increment);
    d[d_at + plain] = increment;
    next[next_at + haloed] = *p + increment;
    MIRROR(next, next_at + haloed, k)
    if (record_mode == 1) record[record_at + plain] = w;
    if (record_mode == 2) record[record_at + plain] = *p;
    if (illuminate) illumination[illumination_at + plain] = fma(*p, *p, illumination[illumination_at + plain]);
}

/*
 * Sources into the field, receivers out of another. Each point that sources touch has one item, which adds what they give in order: targets, starts and entries are the
 * sources' weights turned round. The receivers' items come after those.
 */
KERNEL forward_points(int targets, GLOBAL const int64 *target_haloed, GLOBAL const int64 *target_plain, GLOBAL const int *target_column, GLOBAL const int *target_start,
    GLOBAL const int *entry_position, GLOBAL const real *entry_weight, INPUT(signals), INPUT(u), ARRAY(next), ARRAY(d), INPUT(c), int keeps, ARRAY(record),
    int samples, GLOBAL const int *sample_start, GLOBAL const int64 *sample_haloed, GLOBAL const real *sample_weight, INPUT(field), ARRAY(data))
{
    int64 item = GLOBAL_X;
    if (item < targets) {
        int64 haloed = target_haloed[item];
        int64 plain = target_plain[item];
        real increment = d[d_at + plain];
        for (int e = target_start[item]; e < target_start[item + 1]; e++) {
            real f = entry_weight[e] * signals[signals_at + entry_position[e]];
            if (keeps) record[record_at + plain] += f;
            increment = fma(c[c_at + plain], f, increment);
        }
        d[d_at + plain] = increment;
        next[next_at + haloed] = u[u_at + haloed] + increment;
        MIRROR(next, next_at + haloed, target_column[item])
    } else if (item < targets + samples) {
        int j = (int)(item - targets);
        real sum = R(0.0);
        for (int e = sample_start[j]; e < sample_start[j + 1]; e++) sum = fma(sample_weight[e], field[field_at + sample_haloed[e]], sum);
        data[data_at + j] = sum;
    }
}
