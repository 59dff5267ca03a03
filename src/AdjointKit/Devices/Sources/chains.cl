/*
 * A chain of steps on each element of some contiguous arrays. The definitions PARAMETERS, BEGIN, STEPS and END of the program are written in the words below: ARRAY and NUMBER, READ of what an
 * array holds or PLACE without one, the steps, and WRITE.
 */
#define ARRAY(k) GLOBAL real *array##k, int64 array##k##_at
#define NUMBER(n) real number##n
#define PLACE(k) real x##k = R(0.0);
#define READ(k) real x##k = array##k[array##k##_at + index];
#define WRITE(k) array##k[array##k##_at + index] = x##k;

#define COPY(into, a) x##into = x##a;
#define CLEAR(into) x##into = R(0.0);
#define SCALE(into, n) x##into = fma(number##n, x##into, R(0.0));
#define ADD_SCALED(into, a, n) x##into = fma(number##n, x##a, x##into);
#define SHIFT(into, n) x##into = fma(R(1.0), x##into, number##n);
#define MULTIPLY(into, a, b) x##into = x##a * x##b;
#define DIVIDE(into, a, b) x##into = x##a / x##b;
#define SQRT(into, a) x##into = sqrt(x##a);

KERNEL chain(int64 count, PARAMETERS)
{
    int64 index = GLOBAL_X;
    if (index >= count) return;
    BEGIN
    STEPS
    END
}
