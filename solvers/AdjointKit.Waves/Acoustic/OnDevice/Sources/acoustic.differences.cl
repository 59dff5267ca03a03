/*
 * Central differences of radius RADIUS at unit spacing. S1 ... are the weights of the second difference, sum of S_m ((p[-m] + p[m]) - 2 p[0]), which gives exactly zero
 * for a constant; F1 ... those of the first, sum of F_m (p[m] - p[-m]).
 */
#define SECOND_TERM(m) sum = fma(S##m, (p[-(m) * step] + p[(m) * step]) - twice, sum);
#define FIRST_TERM(m) sum = fma(F##m, p[(m) * step] - p[-(m) * step], sum);
#define FIRST_OF_SUM_TERM(m) sum = fma(F##m, (p[(m) * step] + s[(m) * strip_step]) - (p[-(m) * step] + s[-(m) * strip_step]), sum);

#if RADIUS == 1
#define FURTHER_TERMS(TERM)
#elif RADIUS == 2
#define FURTHER_TERMS(TERM) TERM(2)
#elif RADIUS == 4
#define FURTHER_TERMS(TERM) TERM(2) TERM(3) TERM(4)
#else
#define FURTHER_TERMS(TERM) TERM(2) TERM(3) TERM(4) TERM(5) TERM(6)
#endif

DEVICE real second_difference(GLOBAL const real *p, int step)
{
    real twice = p[0] + p[0];
    real sum = S1 * ((p[-step] + p[step]) - twice);
    FURTHER_TERMS(SECOND_TERM)
    return sum;
}

DEVICE real first_difference(GLOBAL const real *p, int step)
{
    real sum = F1 * (p[step] - p[-step]);
    FURTHER_TERMS(FIRST_TERM)
    return sum;
}

/* The first difference of p + s, s on a strip of another step. */
DEVICE real first_difference_of_sum(GLOBAL const real *p, int step, GLOBAL const real *s, int strip_step)
{
    real sum = F1 * ((p[step] + s[strip_step]) - (p[-step] + s[-strip_step]));
    FURTHER_TERMS(FIRST_OF_SUM_TERM)
    return sum;
}
