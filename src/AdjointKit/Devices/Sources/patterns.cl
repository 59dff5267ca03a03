/* The bits of a real number as a whole number: those of magnitudes have the order of the magnitudes. */
#if REAL_IS_DOUBLE
typedef uint64 pattern;
#define PATTERN_BITS 64
#else
typedef uint32 pattern;
#define PATTERN_BITS 32
#endif
#define PATTERN_SIGN ((pattern)1 << (PATTERN_BITS - 1))
typedef union { real number; pattern bits; } real_pattern;
