using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector128<double>;
using Register = System.Runtime.Intrinsics.Vector128;

namespace AdjointKit.Kernels.Simd;

/// <summary>128-bit registers of double.</summary>
internal readonly unsafe partial struct Double128 : IVectorOperations<Lanes, double>, IFunctionLanes<Lanes>
{
    public static int Width => 2;

    public static bool IsSingle => false;

    public static Lanes Zero => Lanes.Zero;

    public static Lanes EvenLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Register.Create(-1L, 0L).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Load(double* source) => Register.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes value, double* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Broadcast(double value) => Register.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Constant(float single, double number) => Register.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes BitPattern(int single, long number) => Register.Create(number).AsDouble();

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
    public static Lanes And(Lanes left, Lanes right) => (left.AsInt64() & right.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Or(Lanes left, Lanes right) => (left.AsInt64() | right.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ExclusiveOr(Lanes left, Lanes right) => (left.AsInt64() ^ right.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Less(Lanes left, Lanes right) => Register.LessThan(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Equal(Lanes left, Lanes right) => Register.Equals(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes EqualBits(Lanes left, Lanes right) => Register.Equals(left.AsInt64(), right.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Select(Lanes mask, Lanes yes, Lanes no) => Register.ConditionalSelect(mask, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes mask) => Register.ExtractMostSignificantBits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes AddBits(Lanes left, Lanes right) => (left.AsInt64() + right.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ShiftLeft(Lanes value, int single, int number) => (value.AsInt64() << number).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ShiftRight(Lanes value, int single, int number) => (value.AsInt64() >>> number).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes SwapPairs(Lanes value) => Register.Shuffle(value, Register.Create(1L, 0L));
}
