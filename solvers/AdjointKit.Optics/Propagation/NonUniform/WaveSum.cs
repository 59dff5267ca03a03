using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// <see cref="NonUniformFourier{T}"/> on a tape, of waves s and their frequencies fy, fx: u = A s, (A s)[j, i] the sum of s exp(2 pi i (fy j + fx i)), and its adjoint s = A^H u. The derivatives
/// in a frequency are the same transforms of a field times the number of its sample: du = A ds + 2 pi i (j A (dfy s) + i A (dfx s)), and with d = A^H (-2 pi i j u): ds = A^H du + dfy d + ..
/// So sbar += A^H ubar and fybar += Re(conj(s) A^H (-2 pi i j ubar)); of the adjoint ubar += A sbar and fybar += Re(conj(d) sbar).
/// </summary>
internal sealed class WaveSum : Rule
{
    private static readonly WaveSum ToSamples = new(isAdjoint: false);
    private static readonly WaveSum ToWaves = new(isAdjoint: true);

    private readonly bool isAdjoint;

    private WaveSum(bool isAdjoint) => this.isAdjoint = isAdjoint;

    internal override string Name => isAdjoint ? "waves of samples" : "sum of waves";

    internal override Needs Needs => Needs.Inputs;

    /// <summary>[..., ny, nx] of waves [..., rows, columns] and frequencies [rows, columns] in cycles per sample.</summary>
    internal static Var Synthesize(Var waves, Var frequencyY, Var frequencyX, Shape samples) => Apply(ToSamples, waves, frequencyY, frequencyX, samples);

    /// <summary>The adjoint.</summary>
    internal static Var Analyse(Var field, Var frequencyY, Var frequencyX, Shape samples) => Apply(ToWaves, field, frequencyY, frequencyX, samples);

    internal override void Value(in RuleContext c)
    {
        if (c.X(0).ElementType == ElementType.Complex64) Run<ComplexF>(c);
        else Run<Complex>(c);
    }

    internal override void Tangent(in RuleContext c)
    {
        Var x = c.Input(0);
        Var change = Same(c, c.Tangent(0));
        for (int axis = 0; axis < 2; axis++)
        {
            if (c.Tangent(1 + axis).IsNone) continue;
            Var moved = Like(c.Tangent(1 + axis), x);
            change = UntypedOps.Add(change, isAdjoint
                ? UntypedOps.RealTimes(1, moved, Slope(c, x, axis))
                : UntypedOps.RealTimes(new Complex(0, 2 * Math.PI), Numbers(c, axis), Same(c, UntypedOps.RealTimes(1, moved, x)), StrongFactor.Second));
        }

        c.SetTangent(change);
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var back = c.Cotangent();
        if (c.IsActive(0)) c.Accumulate(0, Apply(isAdjoint ? ToSamples : ToWaves, back, c.Input(1), c.Input(2), c.Attributes.Shape));
        for (int axis = 0; axis < 2; axis++)
        {
            if (!c.IsActive(1 + axis)) continue;
            Var sensitivity = isAdjoint ? UntypedOps.RealOfPull(1, Slope(c, c.Input(0), axis), back) : UntypedOps.RealOfPull(1, c.Input(0), Slope(c, back, axis));
            c.Accumulate(1 + axis, sensitivity.ElementType == ElementType.Float32 ? UntypedOps.ConvertPrecision(sensitivity) : sensitivity);
        }
    }

    private static Var Apply(WaveSum rule, Var x, Var frequencyY, Var frequencyX, Shape samples) =>
        x.IsNone ? x : x.Tape.Apply(rule, new Attributes { Shape = samples }, x, frequencyY, frequencyX);

    private Var Same(in RuleContext c, Var x) => Apply(this, x, c.Input(1), c.Input(2), c.Attributes.Shape);

    /// <summary>A^H (-2 pi i j u), j the numbers of the samples along an axis.</summary>
    private static Var Slope(in RuleContext c, Var field, int axis) =>
        Analyse(UntypedOps.RealTimes(new Complex(0, -2 * Math.PI), Numbers(c, axis), field, StrongFactor.Second), c.Input(1), c.Input(2), c.Attributes.Shape);

    private static Var Numbers(in RuleContext c, int axis)
    {
        // The tape reads them as long as it lives.
        var numbers = new GridNumbers(c.Tape.Compute, c.Attributes.Shape[0], c.Attributes.Shape[1], fromMiddle: true);
        return Like(c.Tape.Constant(axis == 0 ? numbers.Rows : numbers.Columns).ToVar(), c.Input(0));
    }

    /// <summary>A real array in the precision of a complex one.</summary>
    private static Var Like(Var real, Var complex) => complex.ElementType == ElementType.Complex64 ? UntypedOps.ConvertPrecision(real) : real;

    private void Run<T>(in RuleContext c)
        where T : unmanaged
    {
        NdArray<T> x = c.X(0).As<T>();
        Shape waves = c.X(1).Shape;
        Shape samples = c.Attributes.Shape;
        Shape ends = isAdjoint ? samples : waves;
        ReadOnlySpan<nint> fields = x.Shape.Lengths[..^ends.Rank];
        var transform = new NonUniformFourier<T>(c.Tape.Compute, c.X(1).As<double>(), c.X(2).As<double>(), samples[0], samples[1], fields);
        UntypedArray y = c.NewOutput(ElementTypes.Of<T>(), isAdjoint ? transform.Domain : transform.Range);
        if (isAdjoint) transform.ApplyAdjointCore(x, y.As<T>());
        else transform.ApplyCore(x, y.As<T>());
    }
}
