using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>The value of one variable with the derivatives of another: y = q, dy = dx. For what has steps, or is drawn at random, and is to be differentiated as if it were smooth.</summary>
internal sealed class StraightThrough : CustomFunction
{
    private static readonly StraightThrough Function = new();

    private StraightThrough()
    {
    }

    public override string Name => "straight-through";

    /// <summary>The values of <paramref name="value"/>, differentiated as <paramref name="smooth"/>.</summary>
    internal static Var<T> Of<T>(Var<T> smooth, Var<T> value)
        where T : unmanaged => Function.Apply(smooth, value).As<T>();

    public override Var Value(ReadOnlySpan<Var> inputs) => inputs[1];

    public override Var Tangent(ReadOnlySpan<Var> inputs, Var output, ReadOnlySpan<Var> tangents) => tangents[0];

    public override void Adjoint(ReadOnlySpan<Var> inputs, Var output, Var cotangent, Span<Var> sensitivities) => sensitivities[0] = cotangent;
}
