/* Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011), the same bits as on the host. Numbers 2 i and 2 i + 1 are those of counter i. */
typedef struct { uint64 low; uint64 high; } random_pair;

DEVICE random_pair philox(uint64 counter, uint64 stream, uint64 seed)
{
    uint32 c0 = (uint32)counter, c1 = (uint32)(counter >> 32), c2 = (uint32)stream, c3 = (uint32)(stream >> 32);
    uint32 k0 = (uint32)seed, k1 = (uint32)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint32 high0 = HIGH_PRODUCT_32(0xD2511F53u, c0), low0 = 0xD2511F53u * c0;
        uint32 high1 = HIGH_PRODUCT_32(0xCD9E8D57u, c2), low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    random_pair pair;
    pair.low = (uint64)c0 | ((uint64)c1 << 32);
    pair.high = (uint64)c2 | ((uint64)c3 << 32);
    return pair;
}

DEVICE uint64 random_bits(uint64 index, uint64 stream, uint64 seed)
{
    random_pair pair = philox(index >> 1, stream, seed);
    return (index & 1) == 0 ? pair.low : pair.high;
}

/* Each item makes the two numbers of one counter and writes those that the array has: element i is number first + i. */
#define FOR_PAIR \
    uint64 counter = (first >> 1) + (uint64)GLOBAL_X; \
    int64 place = (int64)(2 * counter - first); \
    if (place >= count) return; \
    random_pair pair = philox(counter, stream, seed);
#define WRITE_PAIR(low, high) \
    if (place >= 0) into[into_at + place] = (low); \
    if (place + 1 < count) into[into_at + place + 1] = (high);
#define STREAM uint64 first, uint64 stream, uint64 seed

#if REAL_IS_DOUBLE
#define UNIFORM(bits) ((real)((bits) >> 11) * 0x1p-53)
#else
#define UNIFORM(bits) ((real)((bits) >> 40) * 0x1p-24f)
#endif

KERNEL fill_uniform(int64 count, STREAM, GLOBAL real *into, int64 into_at)
{
    FOR_PAIR
    WRITE_PAIR(UNIFORM(pair.low), UNIFORM(pair.high))
}

/* Box and Muller (1958), in float64 where the device has it. */
#if HAS_DOUBLE
#define WIDE_UNIFORM(bits) ((wide)((bits) >> 11) * 0x1p-53)
#define TWO_PI 6.283185307179586
#define MINUS_TWO (-2.0)
#define ONE 1.0
#else
#define WIDE_UNIFORM(bits) ((wide)((bits) >> 40) * 0x1p-24f)
#define TWO_PI 6.2831853f
#define MINUS_TWO (-2.0f)
#define ONE 1.0f
#endif

KERNEL fill_normal(int64 count, STREAM, GLOBAL real *into, int64 into_at)
{
    FOR_PAIR
    wide radius = sqrt(MINUS_TWO * log(ONE - WIDE_UNIFORM(pair.low)));
    wide angle = TWO_PI * WIDE_UNIFORM(pair.high);
    WRITE_PAIR((real)(radius * cos(angle)), (real)(radius * sin(angle)))
}

KERNEL fill_bernoulli(int64 count, STREAM, uint64 threshold, GLOBAL real *into, int64 into_at)
{
    FOR_PAIR
    WRITE_PAIR((real)((pair.low >> 11) < threshold), (real)((pair.high >> 11) < threshold))
}

KERNEL fill_bernoulli_bytes(int64 count, STREAM, uint64 threshold, GLOBAL char *into, int64 into_at)
{
    FOR_PAIR
    WRITE_PAIR((char)((pair.low >> 11) < threshold), (char)((pair.high >> 11) < threshold))
}

/* Lemire (2019): the upper half of bits times range; bits that would favour the first results are replaced by those 2^56 numbers on. */
DEVICE int64 random_integer(uint64 index, uint64 bits, uint64 stream, uint64 seed, int64 from, uint64 range)
{
    uint64 rest = bits * range;
    uint64 result = HIGH_PRODUCT_64(bits, range);
    if (rest < range) {
        uint64 excess = ((uint64)0 - range) % range;
        while (rest < excess) {
            index += (uint64)1 << 56;
            bits = random_bits(index, stream, seed);
            rest = bits * range;
            result = HIGH_PRODUCT_64(bits, range);
        }
    }
    return from + (int64)result;
}

KERNEL fill_integers(int64 count, STREAM, int64 from, uint64 range, GLOBAL int64 *into, int64 into_at)
{
    FOR_PAIR
    WRITE_PAIR(random_integer(2 * counter, pair.low, stream, seed, from, range), random_integer(2 * counter + 1, pair.high, stream, seed, from, range))
}

DEVICE uint32 mix(uint32 x)
{
    x ^= x >> 16;
    x *= 0x85EBCA6Bu;
    x ^= x >> 13;
    x *= 0xC2B2AE35u;
    return x ^ (x >> 16);
}

/* A Feistel network of 12 rounds, walked until the result is below count (RandomPermutation says how it is made). */
KERNEL fill_permutation(int64 count, uint64 stream, uint64 seed, int lower_bits, uint32 lower_mask, uint32 upper_mask, GLOBAL int64 *into, int64 into_at)
{
    int64 place = GLOBAL_X;
    if (place >= count) return;
    uint32 keys[12];
    for (int k = 0; k < 6; k++) {
        uint64 number = random_bits((uint64)0 - 6 + (uint64)k, stream, seed);
        keys[2 * k] = (uint32)number;
        keys[2 * k + 1] = (uint32)(number >> 32);
    }
    uint64 value = (uint64)place;
    do {
        uint32 lower = (uint32)value & lower_mask;
        uint32 upper = (uint32)(value >> lower_bits);
        for (int round = 0; round < 12; round += 2) {
            upper ^= mix(lower ^ keys[round]) & upper_mask;
            lower ^= mix(upper ^ keys[round + 1]) & lower_mask;
        }
        value = ((uint64)upper << lower_bits) | lower;
    } while (value >= (uint64)count);
    into[into_at + place] = (int64)value;
}
