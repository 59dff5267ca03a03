using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector128<float>;
using Register = System.Runtime.Intrinsics.Vector128;

namespace AdjointKit.Kernels.Simd;

/// <summary>128-bit registers of float.</summary>
internal readonly unsafe partial struct Single128 : IVectorOperations<Lanes, float>, IFunctionLanes<Lanes>
{
    public static int Width => 4;

    public static bool IsSingle => true;

    public static Lanes Zero => Lanes.Zero;

    public static Lanes EvenLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Register.Create(0x00000000FFFFFFFFL).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Load(float* source) => Register.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Broadcast(float value) => Register.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Constant(float single, double number) => Register.Create(single);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes BitPattern(int single, long number) => Register.Create(single).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Add(Lanes left, Lanes right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Subtract(Lanes left, Lanes right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Multiply(Lanes left, Lanes right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Divide(Lanes left, Lanes right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAdd(Lanes left, Lanes right, Lanes addend) => Register.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes SquareRoot(Lanes value) => Register.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes AtLeast(Lanes limit, Lanes value) => Register.MaxNative(limit, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes AtMost(Lanes limit, Lanes value) => Register.MinNative(limit, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes And(Lanes left, Lanes right) => (left.AsInt32() & right.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Or(Lanes left, Lanes right) => (left.AsInt32() | right.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ExclusiveOr(Lanes left, Lanes right) => (left.AsInt32() ^ right.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Less(Lanes left, Lanes right) => Register.LessThan(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Equal(Lanes left, Lanes right) => Register.Equals(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes EqualBits(Lanes left, Lanes right) => Register.Equals(left.AsInt32(), right.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Select(Lanes mask, Lanes yes, Lanes no) => Register.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes mask) => Register.ExtractMostSignificantBits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes AddBits(Lanes left, Lanes right) => (left.AsInt32() + right.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ShiftLeft(Lanes value, int single, int number) => (value.AsInt32() << single).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ShiftRight(Lanes value, int single, int number) => (value.AsInt32() >>> single).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes SwapPairs(Lanes value) => Register.Shuffle(value, Register.Create(1, 0, 3, 2));
}
