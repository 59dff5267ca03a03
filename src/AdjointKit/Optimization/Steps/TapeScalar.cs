using AdjointKit.Autodiff;

namespace AdjointKit.Optimization.Steps;

/// <summary>A number in a step on a tape: a variable of rank 0.</summary>
internal readonly record struct TapeScalar(Var Value) : IStepScalar<TapeScalar>
{
    public static TapeScalar operator +(TapeScalar left, TapeScalar right) => new(left.Value + right.Value);

    public static TapeScalar operator -(TapeScalar left, TapeScalar right) => new(left.Value - right.Value);

    public static TapeScalar operator *(TapeScalar left, TapeScalar right) => new(left.Value * right.Value);

    public static TapeScalar operator /(TapeScalar left, TapeScalar right) => new(left.Value / right.Value);

    public static TapeScalar operator -(TapeScalar value) => new(-value.Value);

    public static TapeScalar Sqrt(TapeScalar x) => new(UntypedOps.Sqrt(x.Value));

    public static TapeScalar Hypot(TapeScalar a, TapeScalar b) => new(UntypedOps.Hypot(a.Value, b.Value));

    public static bool IsZero(TapeScalar x) => x.Value.Tape.Compute.Backend.MaxAbs(x.Value.Value) == 0;
}
