/* One term of a discrete Fourier transform in time at several frequencies: real[f] += cosine[f] u; imaginary[f] += sine[f] u. phases holds cosine and sine in turn. */
KERNEL transform(int nx, int nz, int halo_stride, int plain_stride, int64 plain_count, int frequencies, INPUT(u), INPUT(phases), GLOBAL real *transforms)
{
    int k = (int)GLOBAL_X;
    int i = (int)GLOBAL_Y;
    if (k >= nz || i >= nx) return;
    real value = u[u_at + (int64)i * halo_stride + k];
    GLOBAL real *place = transforms + (int64)i * plain_stride + k;
    for (int f = 0; f < frequencies; f++) {
        place[0] = fma(phases[phases_at + 2 * f], value, place[0]);
        place[plain_count] = fma(phases[phases_at + 2 * f + 1], value, place[plain_count]);
        place += 2 * plain_count;
    }
}
