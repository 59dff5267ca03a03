// The programs of the scalar benchmark with their adjoints, as one writes them by hand: values that the way back needs are kept in scratch memory.
#include <math.h>

double rosenbrock(const double *restrict x, double *restrict gradient, double *restrict scratch, long n, long steps)
{
    (void)scratch;
    (void)steps;
    double sum = 0;
    for (long i = 0; i < n; i++) gradient[i] = 0;
    for (long i = 0; i + 1 < n; i++)
    {
        double rise = x[i + 1] - x[i] * x[i], run = 1 - x[i];
        sum += 100 * rise * rise + run * run;
        gradient[i + 1] += 200 * rise;
        gradient[i] -= 400 * rise * x[i] + 2 * run;
    }
    return sum;
}

double chain(const double *restrict x, double *restrict gradient, double *restrict scratch, long n, long steps)
{
    (void)n;
    double y = x[0];
    for (long k = 0; k < steps; k++)
    {
        scratch[k] = y;
        y = 0.9999 * y + 0.0001 * cos(y);
    }
    double sensitivity = 1;
    for (long k = steps - 1; k >= 0; k--) sensitivity *= 0.9999 - 0.0001 * sin(scratch[k]);
    gradient[0] = sensitivity;
    return y;
}

double predator_prey(const double *restrict x, double *restrict gradient, double *restrict scratch, long n, long steps)
{
    (void)n;
    double y = x[0], z = x[1], h = 1e-3;
    for (long k = 0; k < steps; k++)
    {
        scratch[2 * k] = y;
        scratch[2 * k + 1] = z;
        double t = y * z;
        y = y + h * (y - t);
        z = z + h * (t - z);
    }
    double ybar = 1, zbar = 1;
    for (long k = steps - 1; k >= 0; k--)
    {
        double tbar = h * (zbar - ybar);
        ybar = ybar + h * ybar + tbar * scratch[2 * k + 1];
        zbar = zbar - h * zbar + tbar * scratch[2 * k];
    }
    gradient[0] = ybar;
    gradient[1] = zbar;
    return y + z;
}

double burgers(const double *restrict x, double *restrict gradient, double *restrict scratch, long n, long steps)
{
    for (long i = 0; i < n; i++) scratch[i] = x[i];
    for (long k = 0; k < steps; k++)
    {
        const double *u = scratch + k * n;
        double *w = scratch + (k + 1) * n;
        for (long i = 0; i < n; i++)
        {
            double left = u[i == 0 ? n - 1 : i - 1], right = u[i == n - 1 ? 0 : i + 1];
            w[i] = u[i] - 0.1 * u[i] * (right - left) + 0.2 * (right - 2 * u[i] + left);
        }
    }
    double sum = 0;
    double *bar = gradient, *next = scratch + (steps + 1) * n;
    for (long i = 0; i < n; i++)
    {
        double last = scratch[steps * n + i];
        sum += last * last;
        bar[i] = 2 * last;
    }
    for (long k = steps - 1; k >= 0; k--)
    {
        const double *u = scratch + k * n;
        for (long i = 0; i < n; i++) next[i] = 0;
        for (long i = 0; i < n; i++)
        {
            long before = i == 0 ? n - 1 : i - 1, after = i == n - 1 ? 0 : i + 1;
            next[i] += bar[i] * (1 - 0.1 * (u[after] - u[before]) - 0.4);
            next[after] += bar[i] * (0.2 - 0.1 * u[i]);
            next[before] += bar[i] * (0.2 + 0.1 * u[i]);
        }
        for (long i = 0; i < n; i++) bar[i] = next[i];
    }
    return sum;
}
