/* Copies from one element type to another: FROM_PART and TO_PART are the types of a number or of its parts, FROM_COMPLEX and TO_COMPLEX whether it has two. */
#if FROM_COMPLEX
typedef struct { FROM_PART re; FROM_PART im; } from_type;
#else
typedef FROM_PART from_type;
#endif
#if TO_COMPLEX
typedef struct { TO_PART re; TO_PART im; } to_type;
#else
typedef TO_PART to_type;
#endif

DEVICE to_type convert_element(from_type x)
{
#if FROM_COMPLEX
    to_type result;
    result.re = (TO_PART)x.re;
    result.im = (TO_PART)x.im;
    return result;
#elif TO_COMPLEX
    to_type result;
    result.re = (TO_PART)x;
    result.im = (TO_PART)0;
    return result;
#else
    return (to_type)x;
#endif
}

UNARY(copy, from_type, to_type, convert_element(x))
