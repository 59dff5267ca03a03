using System.Numerics;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using Xunit;

namespace AdjointKit.Tests.Loops;

public sealed class ScalarLoopStepTests
{
    private static readonly double[] start = [0.9, 1.2];
    private static readonly double[] parameters = [1e-3, 1.1];
    private static readonly double[] direction = [0.3, -0.2, 1e-3, 0.1];

    [Theory]
    [InlineData(1, null)]
    [InlineData(7, null)]
    [InlineData(1, 640L)]
    [InlineData(7, 256L)]
    [InlineData(1000, null)]
    public void Agrees_with_one_tape_for_all(int stepsTogether, long? bytes)
    {
        const int Steps = 100;
        (double value, double[] expected) = Gradient.Of<double>(v => Whole(v, Steps), [.. start, .. parameters]);
        using ScalarLoopStep<PredatorPrey, double> step = Make(Steps, stepsTogether);
        using LoopRun run = Loop.Start(step, step.Intervals, bytes is long budget ? Schedule.ByteBudget(budget) : Schedule.StoreAll);
        run.Forward();
        run.Backward();
        Assert.Equal(bytes is not null, run.Plan.RecomputedSteps > 0);
        Assert.Equal(value, step.Loss);
        double[] actual = [.. step.StateGradient, .. step.ParameterGradient];
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-13 * Math.Abs(expected[k]));
    }

    [Fact]
    public void A_second_sweep_gives_the_same_bits()
    {
        using ScalarLoopStep<PredatorPrey, double> step = Make(100, 3);
        using LoopRun run = Loop.Start(step, step.Intervals, Schedule.ByteBudget(400));
        run.Forward();
        run.Backward();
        double[] once = [.. step.StateGradient, .. step.ParameterGradient];
        run.Backward();
        double[] twice = [.. step.StateGradient, .. step.ParameterGradient];
        Assert.Equal(once, twice);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_tangent_run_is_forward_mode_over_all_steps(int stepsTogether)
    {
        const int Steps = 100;
        (double value, double slope) = Jvp.Of(v => Whole(v, Steps), [.. start, .. parameters], [.. direction]);
        using ScalarLoopStep<PredatorPrey, double> step = Make(Steps, stepsTogether);
        step.SetDirection(direction.AsSpan(0, 2), direction.AsSpan(2));
        for (int run = 0; run < 2; run++)
        {
            Loop.Tangent(step, step.Intervals);
            Assert.Equal(value, step.Now[0] + step.Now[1]);
            Assert.Equal(slope, step.Tangent[0] + step.Tangent[1]);
        }

        Assert.Contains("1 numbers and 2 parameters does not fit a loop of 2 and 2", Assert.Throws<ArgumentException>(() => step.SetDirection([1], [1, 2])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(7, null)]
    [InlineData(7, 512L)]
    public void Over_duals_the_gradients_have_the_Hessian_times_the_direction(int stepsTogether, long? bytes)
    {
        const int Steps = 100;
        (double[] gradient, double[] product) = Hvp.Of(v => Whole(v, Steps), [.. start, .. parameters], [.. direction]);
        Dual<double>[] at = [.. start.Concat(parameters).Zip(direction, (value, tangent) => new Dual<double>(value, tangent))];
        using var step = new ScalarLoopStep<PredatorPrey, Dual<double>>(new PredatorPrey(), Steps, at.AsSpan(0, 2), at.AsSpan(2), y => y[0] + y[1], stepsTogether);
        using LoopRun run = Loop.Start(step, step.Intervals, bytes is long budget ? Schedule.ByteBudget(budget) : Schedule.StoreAll);
        run.Forward();
        run.Backward();
        Assert.Equal(bytes is not null, run.Plan.RecomputedSteps > 0);
        Dual<double>[] actual = [.. step.StateGradient, .. step.ParameterGradient];
        for (int k = 0; k < actual.Length; k++)
        {
            Assert.Equal(gradient[k], actual[k].Value, 1e-13 * Math.Abs(gradient[k]));
            Assert.Equal(product[k], actual[k].Tangent, 1e-12 * Math.Abs(product[k]));
        }
    }

    /// <summary>11 operations a step: 10^8 of them take back in half a megabyte, a five-thousandth of one tape's.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void A_hundred_million_operations_in_half_a_megabyte()
    {
        const long Steps = 100_000_000 / 11;
        const long Budget = 500_000;
        using var step = new ScalarLoopStep<PredatorPrey, double>(new PredatorPrey(), Steps, start, parameters, y => y[0] + y[1], stepsTogether: 1000, tapeBytes: Budget / 2);
        using LoopRun run = Loop.Start(step, step.Intervals, Schedule.ByteBudget(Budget / 2));
        run.Forward();
        run.Backward();
        Assert.True(step.TapeBytes + run.Plan.Bytes <= Budget, $"{step.TapeBytes} bytes of tape and {run.Plan.Bytes} of the schedule");
        double[] tangent = [0.3, -0.2, 1e-9, 0.1];
        double forward = Jvp.Of(v => Whole(v, Steps), [.. start, .. parameters], tangent).Tangent;
        double reverse = (0.3 * step.StateGradient[0]) - (0.2 * step.StateGradient[1]) + (1e-9 * step.ParameterGradient[0]) + (0.1 * step.ParameterGradient[1]);
        Assert.Equal(forward, reverse, 1e-8 * Math.Abs(forward));
    }

    private static ScalarLoopStep<PredatorPrey, double> Make(int steps, int stepsTogether) => new(new PredatorPrey(), steps, start, parameters, y => y[0] + y[1], stepsTogether);

    private static T Whole<T>(ReadOnlySpan<T> v, long steps)
        where T : IFloatingPointIeee754<T>
    {
        T[] state = [v[0], v[1]];
        for (long k = 0; k < steps; k++) default(PredatorPrey).Advance(k, v[2..], state.AsSpan());
        return state[0] + state[1];
    }

    private readonly struct PredatorPrey : IScalarStep
    {
        public void Advance<T>(long step, ReadOnlySpan<T> parameters, Span<T> state)
            where T : IFloatingPointIeee754<T>
        {
            T met = state[0] * state[1];
            T h = step % 2 == 0 ? parameters[0] : parameters[0] * parameters[1];
            state[0] += h * (state[0] - met);
            state[1] += h * (met - state[1]);
        }
    }
}
