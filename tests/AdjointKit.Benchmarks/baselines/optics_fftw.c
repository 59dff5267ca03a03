// The angular spectrum on FFTW as one would write it in C by hand, float32: transforms of rows, then blocks of columns copied together, transformed, multiplied by the transfer function and
// transformed back while they are in cache, then the rows back. And the gradient step of a phase-only hologram around it.
#include <complex.h>
#include <fftw3.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#define MOST_THREADS 64

typedef struct {
    int n, threads, width, chunk;
    fftwf_plan rows[2], columns[2];
    float complex *buffers[MOST_THREADS];
} propagation;

// width: columns that are copied together; chunk: rows that one plan transforms.
void *propagation_make(int n, int threads, int width, int chunk) {
    propagation *p = malloc(sizeof *p);
    p->n = n, p->threads = threads, p->width = width, p->chunk = chunk;
    float complex *rows = fftwf_malloc(sizeof(float complex) * n * chunk), *columns = fftwf_malloc(sizeof(float complex) * n * width);
    for (int way = 0; way < 2; way++) {
        int sign = way ? FFTW_BACKWARD : FFTW_FORWARD;
        p->rows[way] = fftwf_plan_many_dft(1, &n, chunk, rows, 0, 1, n, rows, 0, 1, n, sign, FFTW_PATIENT);
        p->columns[way] = fftwf_plan_many_dft(1, &n, width, columns, 0, width, 1, columns, 0, width, 1, sign, FFTW_PATIENT);
    }
    fftwf_free(rows);
    fftwf_free(columns);
    for (int t = 0; t < threads; t++) p->buffers[t] = fftwf_malloc(sizeof(float complex) * n * width);
    return p;
}

void propagation_free(void *handle) {
    propagation *p = handle;
    for (int way = 0; way < 2; way++) fftwf_destroy_plan(p->rows[way]), fftwf_destroy_plan(p->columns[way]);
    for (int t = 0; t < p->threads; t++) fftwf_free(p->buffers[t]);
    free(p);
}

static void columns(const propagation *p, float complex *u, const float complex *h, int adjoint) {
    int n = p->n, width = p->width;
    float scale = 1.0f / ((float)n * n);
#pragma omp for schedule(static)
    for (int block = 0; block < n / width; block++) {
        float complex *buffer = p->buffers[omp_get_thread_num()];
        for (int y = 0; y < n; y++) memcpy(buffer + (size_t)y * width, u + (size_t)y * n + block * width, sizeof(float complex) * width);
        fftwf_execute_dft(p->columns[0], buffer, buffer);
        for (int y = 0; y < n; y++) {
            const float complex *row = h + (size_t)y * n + block * width;
            float complex *v = buffer + (size_t)y * width;
            if (adjoint) for (int x = 0; x < width; x++) v[x] = scale * conjf(row[x]) * v[x];
            else for (int x = 0; x < width; x++) v[x] = scale * row[x] * v[x];
        }
        fftwf_execute_dft(p->columns[1], buffer, buffer);
        for (int y = 0; y < n; y++) memcpy(u + (size_t)y * n + block * width, buffer + (size_t)y * width, sizeof(float complex) * width);
    }
}

static void rows(const propagation *p, float complex *u, int way) {
#pragma omp for schedule(static)
    for (int y = 0; y < p->n; y += p->chunk) fftwf_execute_dft(p->rows[way], u + (size_t)y * p->n, u + (size_t)y * p->n);
}

// v = F^-1 H F u, or with conj(H).
void propagation_run(void *handle, const float complex *u, const float complex *h, float complex *v, int adjoint) {
    const propagation *p = handle;
    size_t n = p->n;
#pragma omp parallel num_threads(p->threads)
    {
#pragma omp for schedule(static)
        for (int y = 0; y < p->n; y += p->chunk) {
            memcpy(v + y * n, u + y * n, sizeof(float complex) * n * p->chunk);
            fftwf_execute_dft(p->rows[0], v + y * n, v + y * n);
        }
        columns(p, v, h, adjoint);
        rows(p, v, 1);
    }
}

// loss = sum (|F^-1 H F exp(i phase)|^2 - target)^2 / 2 and its gradient in the phase; u and v are scratch.
double hologram_step(void *handle, const float *phase, const float *target, const float complex *h, float complex *u, float complex *v, float *gradient) {
    const propagation *p = handle;
    size_t n = p->n;
    double loss = 0;
#pragma omp parallel num_threads(p->threads) reduction(+ : loss)
    {
#pragma omp for schedule(static)
        for (int y = 0; y < p->n; y += p->chunk) {
            float *real = (float *)(u + y * n), *copy = (float *)(v + y * n);
#pragma omp simd
            for (size_t k = 0; k < n * p->chunk; k++) {
                float s = sinf(phase[y * n + k]), c = cosf(phase[y * n + k]);
                real[2 * k] = c, real[2 * k + 1] = s;
                copy[2 * k] = c, copy[2 * k + 1] = s;
            }
            fftwf_execute_dft(p->rows[0], v + y * n, v + y * n);
        }
        columns(p, v, h, 0);
#pragma omp for schedule(static)
        for (int y = 0; y < p->n; y += p->chunk) {
            fftwf_execute_dft(p->rows[1], v + y * n, v + y * n);
            float *field = (float *)(v + y * n);
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (size_t k = 0; k < n * p->chunk; k++) {
                float a = field[2 * k], b = field[2 * k + 1], apart = a * a + b * b - target[y * n + k];
                sum += apart * apart;
                field[2 * k] = 2 * apart * a, field[2 * k + 1] = 2 * apart * b;
            }
            loss += 0.5 * sum;
            fftwf_execute_dft(p->rows[0], v + y * n, v + y * n);
        }
        columns(p, v, h, 1);
#pragma omp for schedule(static)
        for (int y = 0; y < p->n; y += p->chunk) {
            fftwf_execute_dft(p->rows[1], v + y * n, v + y * n);
            const float *from = (const float *)(v + y * n), *at = (const float *)(u + y * n);
#pragma omp simd
            for (size_t k = 0; k < n * p->chunk; k++) gradient[y * n + k] = at[2 * k] * from[2 * k + 1] - at[2 * k + 1] * from[2 * k];
        }
    }
    return loss;
}
