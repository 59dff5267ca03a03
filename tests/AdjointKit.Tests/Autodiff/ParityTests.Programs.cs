using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Whole programs: networks, integrators, solvers, gradients within losses.</content>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Recurrent_network_of_20_steps() => Check("p01_rnn_20_steps", ["Wx", "Wh", "b", "X"], v =>
    {
        Var<double> h = Ops.BroadcastTo(v[0].Tape.Constant(0.0), new Shape(1, 4));
        for (int t = 0; t < 20; t++) h = Ops.Tanh(Ops.MatMul(v[3][t..(t + 1), ..], v[0]) + Ops.MatMul(h, v[1]) + v[2]);
        return Ops.Sum(Ops.Square(h));
    });

    [SkippableFact]
    public void Runge_Kutta_of_predators_and_prey() => Check("p03_rk4_lotka_volterra", ["y0", "th"], v =>
    {
        const double H = 0.05;
        Var<double> Rate(Var<double> y)
        {
            Var<double> both = y[0] * y[1];
            return Ops.Stack([(v[1][0] * y[0]) - (v[1][1] * both), (v[1][3] * both) - (v[1][2] * y[1])]);
        }

        Var<double> y = v[0];
        for (int step = 0; step < 40; step++)
        {
            Var<double> k1 = Rate(y);
            Var<double> k2 = Rate(y + (0.5 * H * k1));
            Var<double> k3 = Rate(y + (0.5 * H * k2));
            Var<double> k4 = Rate(y + (H * k3));
            y += H / 6 * (k1 + (2 * k2) + (2 * k3) + k4);
        }

        return Ops.Sum(Ops.Square(y));
    });

    [SkippableFact]
    public void Weighted_outputs_of_a_vector_function() => Check("p07_jvp_vs_vjp", ["x", "w"], v => Ops.InnerProduct(v[1], Vector(v[0])));

    [Fact]
    public void Tangent_and_cotangent_of_a_vector_function_agree()
    {
        using NdArray<double> x = NdArray.From(0.8, 0.7, 1.1);
        using NdArray<double> direction = NdArray.From(0.3, -1.2, 0.4);
        using NdArray<double> w = NdArray.From(-0.1, 1.6, 1.5, 0.7);
        (_, NdArray<double> tangent) = Jvp.Of<double, double>(Vector, x, direction);
        (_, NdArray<double> cotangent) = Vjp.Of<double, double>(Vector, x, w);
        using var compute = new Compute(threads: 1);
        Assert.Equal(compute.Backend.Dot(w, tangent).Real, compute.Backend.Dot(cotangent, direction).Real, 1e-14);
    }

    [Fact]
    public void Wave_of_40_steps_in_one_dimension()
    {
        // u2 = 2 u1 - u0 + c2 lap(u1) + s[t] in the middle; what a receiver records; gradients with respect to c2 (21 numbers) and s (40).
        const int N = 21;
        const int Steps = 40;
        using NdArray<double> parameters = NdArray.Empty<double>(new Shape(N + Steps));
        new CounterRandom(2).FillUniform(parameters);
        CheckResult result = GradCheck.Run<double>(
            "wave",
            v =>
            {
                Var<double> c2 = 0.1 + (0.3 * v[0..N]);
                Var<double> zero = Ops.BroadcastTo(v.Tape.Constant(0.0), new Shape(N));
                (Var<double> before, Var<double> now) = (zero, zero);
                Var<double> loss = v.Tape.Constant(0.0);
                for (int t = 0; t < Steps; t++)
                {
                    Var<double> laplacian = Ops.Pad(now[2..] - (2 * now[1..^1]) + now[..^2], [(1, 1)]);
                    Var<double> next = (2 * now) - before + (c2 * laplacian) + Ops.Pad(v[(N + t)..(N + t + 1)], [(N / 2, N - 1 - (N / 2))]);
                    (before, now) = (now, next);
                    loss += Ops.Square(now[2]);
                }

                return loss;
            },
            parameters,
            new GradCheckOptions { Points = 6 });
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void Four_layers_of_an_unrolled_soft_threshold()
    {
        using NdArray<double> parameters = NdArray.Empty<double>(new Shape(20));
        new CounterRandom(4).FillNormal(parameters);
        using NdArray<double> y = NdArray.From(1.0, -0.5, 0.25);
        CheckResult result = GradCheck.Run<double>(
            "lista",
            v =>
            {
                Var<double> w = Ops.Reshape(v[0..6], 2, 3);
                Var<double> s = 0.3 * Ops.Reshape(v[6..10], 2, 2);
                Var<double> x = Ops.BroadcastTo(v.Tape.Constant(0.0), new Shape(2));
                for (int k = 0; k < 4; k++) x = Ops.SoftThreshold(Ops.MatVec(w, v.Tape.Constant(y)) + Ops.MatVec(s, x), 0.05 * Ops.Square(v[10 + k]));
                return Ops.Sum(Ops.Square(x - 0.3));
            },
            parameters,
            new GradCheckOptions { Step = 1e-3 });
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void Penalty_on_a_gradient()
    {
        // L = |grad f|^2: its gradient is 2 H grad f.
        static Var<double> F(Var<double> z) => Ops.Sum(Ops.Sin(z) * Ops.Square(z)) + Ops.Square(z[0] * z[1]);
        using NdArray<double> x = NdArray.From(0.4, -1.3, 0.9);
        ValueAndGradient<double> penalty = Gradient.Of<double>(v => Ops.Sum(Ops.Square(Gradient.Of(z => F(z), v))), x);
        (_, NdArray<double> product) = Hvp.Of<double>(v => F(v), x, Gradient.Of<double>(v => F(v), x).Gradient);
        for (int i = 0; i < 3; i++) Assert.Equal(2 * product[i], penalty.Gradient[i], 1e-12 * Math.Max(1, Math.Abs(product[i])));
        CheckResult result = GradCheck.Run<double>("gradient penalty", v => Ops.Sum(Ops.Square(Gradient.Of(z => F(z), v))), x);
        Assert.True(result.Passed, $"{result}");
    }

    private static Var<double> Vector(Var<double> x) => Ops.Stack([x[0] * x[1], Ops.Sin(x[1]), x[0] / x[2], Ops.Exp(x[2])]);
}
