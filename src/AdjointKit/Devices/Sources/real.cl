/* The working precision: REAL is float or double by definition, R(1.0) a constant of it. */
#if REAL_IS_DOUBLE
typedef double real;
#define R(constant) (constant)
#else
typedef float real;
#define R(constant) (constant##f)
#endif

/* Sums are carried in float64 where the device has it. */
#if HAS_DOUBLE
typedef double wide;
#else
typedef float wide;
#endif
