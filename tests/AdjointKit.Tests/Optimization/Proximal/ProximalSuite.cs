using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>
/// What every proximal operator must hold: prox is no worse than points near it and than random ones, Moreau's identity, firm non-expansiveness, projections come to rest, the array rule is
/// the one in ops, gradients are right, float32 agrees with float64. Inherit it and give the function.
/// </summary>
public abstract class ProximalSuite<T> : IDisposable, IDeviceComparison
    where T : unmanaged
{
    private readonly Compute compute = new(threads: 2);

    /// <summary>The shape of the arrays.</summary>
    protected virtual Shape Shape => new(7);

    /// <summary>How far the identities may be missed, relative to the arrays: rounding, or the accuracy of an iteration.</summary>
    protected virtual double Tolerance => ElementTypes.RealOf(ElementTypes.Of<T>()) == ElementType.Float32 ? 1e-5 : 1e-12;

    /// <summary>Whether it is the indicator of a set.</summary>
    protected virtual bool IsSet => false;

    /// <summary>Whether the value of the conjugate has a formula.</summary>
    protected virtual bool HasConjugateValue => true;

    /// <summary>Whether it is differentiated where the tests look.</summary>
    protected virtual bool IsDifferentiable => true;

    [Fact]
    public void Prox_is_where_the_sum_is_smallest()
    {
        ProximalOperator<T> f = Make(compute);
        foreach (double step in Steps)
        {
            for (ulong seed = 1; seed <= 4; seed++)
            {
                using NdArray<T> x = Point(seed);
                using NdArray<T> p = f.Prox(x, step);
                double best = Moreau(f, p, x, step);
                Assert.True(double.IsFinite(best), $"{f.Name}: the prox is outside");
                using NdArray<T> other = NdArray.Empty<T>(Shape);
                using NdArray<T> away = NdArray.Empty<T>(Shape);
                for (ulong trial = 0; trial < 300; trial++)
                {
                    // A feasible point: a random one, drawn into the set, then mixed with the prox.
                    new CounterRandom(seed, trial + 5).FillNormal(away);
                    compute.Backend.Affine(Math.Pow(10, -(double)(trial % 5)), away, 0, away);
                    compute.Backend.AddScaled(1, p, away);
                    if (IsSet) f.Prox(away, 1, away);
                    compute.Backend.Copy(away, other);
                    double value = Moreau(f, other, x, step);
                    Assert.True(value >= best - (100 * Tolerance * (1 + Math.Abs(best))), $"{f.Name}: step {step}, trial {trial}: {value} is below {best}");
                }
            }
        }
    }

    [Fact]
    public void The_array_rule_is_the_one_in_ops()
    {
        ProximalOperator<T> f = Make(compute);
        using NdArray<T> x = Point(3);
        using NdArray<T> direct = f.Prox(x, 0.7);
        using var tape = new Tape(compute);
        using NdArray<T> recorded = f.Prox(tape.Input(x), 0.7).Value.Copy();
        Assert.True(Distance(direct, recorded) <= Tolerance * Length(x), $"{Distance(direct, recorded)}");
        using NdArray<double> value = NdArray.Zeros<double>();
        compute.Backend.Copy(f.Value(tape.Constant(direct)).Value, value);
        Assert.Equal(f.Value(direct), value.AsReadOnlySpan()[0]);
        compute.Backend.Copy(x, recorded);
        f.Prox(recorded, 0.7, recorded);
        Assert.Equal(0, Distance(direct, recorded));
    }

    [Fact]
    public void Moreaus_identity_holds()
    {
        ProximalOperator<T> f = Make(compute);
        if (!f.IsConvex)
        {
            Assert.Throws<InvalidOperationException>(() => f.Conjugate);
            return;
        }

        ProximalOperator<T> conjugate = f.Conjugate;
        Assert.Same(f, conjugate.Conjugate);
        foreach (double step in Steps)
        {
            using NdArray<T> x = Point(5);
            using NdArray<T> sum = f.Prox(x, step);
            using NdArray<T> scaled = x.Copy();
            compute.Backend.Affine(1 / step, x, 0, scaled);
            using NdArray<T> dual = conjugate.Prox(scaled, 1 / step);
            compute.Backend.AddScaled(step, dual, sum);
            Assert.True(Distance(sum, x) <= Tolerance * Length(x), $"{f.Name}: step {step}: {Distance(sum, x)}");
            if (!HasConjugateValue) continue;

            // Fenchel's equality at the pair: u in the subdifferential of f at p. It ties the two formulas together.
            // Drawn in by as much as rounding may have put it outside of a set.
            using NdArray<T> p = f.Prox(x, step);
            compute.Backend.Affine(1 - Tolerance, dual, 0, dual);
            double value = f.Value(p) + conjugate.Value(dual);
            double product = compute.Backend.Dot(p, dual).Real;
            Assert.True(Math.Abs(value - product) <= 100 * Tolerance * (1 + Math.Abs(product) + Math.Abs(f.Value(p))), $"{f.Name}: step {step}: f + f* is {value}, the product {product}");
        }
    }

    [Fact]
    public void Prox_is_firmly_nonexpansive()
    {
        ProximalOperator<T> f = Make(compute);
        if (!f.IsConvex) return;
        foreach (double step in Steps)
        {
            for (ulong seed = 1; seed <= 8; seed++)
            {
                using NdArray<T> x = Point(seed);
                using NdArray<T> y = Point(seed + 20);
                using NdArray<T> p = f.Prox(x, step);
                using NdArray<T> q = f.Prox(y, step);
                compute.Backend.AddScaled(-1, q, p);
                compute.Backend.AddScaled(-1, y, x);
                double squared = compute.Backend.Dot(p, p).Real;
                double product = compute.Backend.Dot(p, x).Real;
                Assert.True(squared <= product + (Tolerance * (1 + Math.Abs(product))), $"{f.Name}: |p - q|^2 is {squared}, (p - q, x - y) {product}");
            }
        }
    }

    [Fact]
    public void A_projection_comes_to_rest_and_knows_no_step()
    {
        if (!IsSet) return;
        ProximalOperator<T> f = Make(compute);
        for (ulong seed = 1; seed <= 4; seed++)
        {
            using NdArray<T> x = Point(seed);
            using NdArray<T> once = f.Prox(x, 0.3);
            using NdArray<T> twice = f.Prox(once, 2);
            Assert.True(Distance(once, twice) <= Tolerance * Length(x), $"{Distance(once, twice)}");
            Assert.Equal(0, f.Value(once));
        }
    }

    [Fact]
    public void Takes_views_and_empty_arrays_and_refuses_what_does_not_fit()
    {
        ProximalOperator<T> f = Make(compute);
        using NdArray<T> x = Point(9);
        using NdArray<T> wide = NdArray.Zeros<T>(new Shape(2 * Shape.Count));
        NdArray<T> view = wide.Slice(0, 0, Shape.Count, 2);
        x.Reshape(Shape.Count).CopyTo(view);
        if (Shape.Rank == 1)
        {
            using NdArray<T> expected = f.Prox(x, 0.4);
            f.Prox(view, 0.4, view);
            using NdArray<T> actual = view.Copy();
            Assert.Equal(0, Distance(expected, actual));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => f.Prox(x, -1, x));
        Assert.Throws<ArgumentOutOfRangeException>(() => f.Prox(x, double.NaN, x));
        Assert.Throws<ArgumentException>(() => f.Prox(x, 1, wide));
        using NdArray<T> empty = NdArray.Zeros<T>(Shape.With(0, 0));
        try
        {
            f.Prox(empty, 1, empty);
            Assert.Equal(0, f.Value(empty));
        }
        catch (ArgumentException refusal)
        {
            Assert.Contains("shape", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_gradient_is_right()
    {
        if (!IsDifferentiable || ElementTypes.RealOf(ElementTypes.Of<T>()) == ElementType.Float32) return;
        ProximalOperator<T> f = Make(compute);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            using NdArray<T> x = Point(seed);
            CheckResult result = GradCheck.Run(f.Name, v => f.Prox(v, 0.37), x, new GradCheckOptions { Step = 1e-4, Tolerance = 1e-7 });
            Assert.True(result.Passed, $"{result}");
        }
    }

    [Fact]
    public void The_gradient_with_respect_to_the_step_is_right()
    {
        if (!IsDifferentiable || IsSet || typeof(T) != typeof(double)) return;
        ProximalOperator<T> f = Make(compute);
        using NdArray<T> x = Point(2);
        using NdArray<double> step = NdArray.Zeros<double>();
        step.AsWritableSpan()[0] = 0.37;
        CheckResult result = GradCheck.Run(f.Name, s => f.Prox(s.Tape.Constant(x), (Var)s), step, new GradCheckOptions { Step = 1e-4, Tolerance = 1e-7 });
        Assert.True(result.Passed, $"{result}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        compute.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    double IDeviceComparison.DistanceOn(Compute device)
    {
        using NdArray<T> x = Point(4);
        using NdArray<T> here = Make(compute).Prox(x, 0.7);
        using NdArray<T> moved = device.ToDevice(x);
        ProximalOperator<T> f = Make(device);
        using NdArray<T> there = f.Prox(moved, 0.7);
        using NdArray<T> back = device.ToHost(there);
        double values = IsSet ? f.Value(there) : Math.Abs(f.Value(there) - Make(compute).Value(here));
        return Math.Max(Distance(back, here), values) / (Tolerance * Length(x));
    }

    /// <summary>Makes the function.</summary>
    protected abstract ProximalOperator<T> Make(Compute compute);

    private static IEnumerable<double> Steps => [0.05, 0.4, 3];

    private NdArray<T> Point(ulong seed)
    {
        NdArray<T> x = NdArray.Empty<T>(Shape);
        new CounterRandom(seed, 77).FillNormal(x);
        return x;
    }

    private double Moreau(ProximalOperator<T> f, NdArray<T> u, NdArray<T> x, double step) => f.Value(u) + (Math.Pow(Distance(u, x), 2) / (2 * step));

    private double Distance(NdArray<T> a, NdArray<T> b)
    {
        using NdArray<T> difference = a.Copy();
        compute.Backend.AddScaled(-1, b, difference);
        return Length(difference);
    }

    private double Length(NdArray<T> a) => Math.Sqrt(compute.Backend.Dot(a, a).Real);
}
