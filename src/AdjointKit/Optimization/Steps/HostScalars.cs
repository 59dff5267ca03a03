using System.Numerics;

namespace AdjointKit.Optimization.Steps;

/// <summary>A real number in a step on arrays.</summary>
internal readonly record struct RealScalar(double Value) : IStepScalar<RealScalar>
{
    public static implicit operator RealScalar(double value) => new(value);

    public static implicit operator double(RealScalar scalar) => scalar.Value;

    public static RealScalar operator +(RealScalar left, RealScalar right) => left.Value + right.Value;

    public static RealScalar operator -(RealScalar left, RealScalar right) => left.Value - right.Value;

    public static RealScalar operator *(RealScalar left, RealScalar right) => left.Value * right.Value;

    public static RealScalar operator /(RealScalar left, RealScalar right) => left.Value / right.Value;

    public static RealScalar operator -(RealScalar value) => -value.Value;

    public static RealScalar Sqrt(RealScalar x) => Math.Sqrt(x.Value);

    public static RealScalar Hypot(RealScalar a, RealScalar b) => double.Hypot(a.Value, b.Value);

    public static bool IsZero(RealScalar x) => x.Value == 0;
}

/// <summary>A complex number in a step on arrays.</summary>
internal readonly record struct ComplexScalar(Complex Value) : IStepScalar<ComplexScalar>
{
    public static implicit operator ComplexScalar(Complex value) => new(value);

    public static implicit operator Complex(ComplexScalar scalar) => scalar.Value;

    public static ComplexScalar operator +(ComplexScalar left, ComplexScalar right) => left.Value + right.Value;

    public static ComplexScalar operator -(ComplexScalar left, ComplexScalar right) => left.Value - right.Value;

    public static ComplexScalar operator *(ComplexScalar left, ComplexScalar right) => left.Value * right.Value;

    public static ComplexScalar operator /(ComplexScalar left, ComplexScalar right) => left.Value / right.Value;

    public static ComplexScalar operator -(ComplexScalar value) => -value.Value;

    public static ComplexScalar Sqrt(ComplexScalar x) => Complex.Sqrt(x.Value);

    public static ComplexScalar Hypot(ComplexScalar a, ComplexScalar b) => new Complex(double.Hypot(a.Value.Real, b.Value.Real), 0);

    public static bool IsZero(ComplexScalar x) => x.Value == Complex.Zero;
}
