using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization.FirstOrder;

/// <summary>The optimisers of training loops: the iterates of torch.optim, clipping, means, what is kept, and what is refused.</summary>
public sealed class OptimizerTests : IDisposable
{
    private static readonly double[] First = [1.5, -2, 0.25];

    private static readonly double[] Weights = [1, 10, 0.1];

    private static readonly double[] Centre = [0.5, -1, 2];

    private readonly Compute compute = new(threads: 1);

    /// <summary>x after 7 steps of torch.optim (1.13, float64) on sum w (x - c)^2 / 2 + x0 x1 x2 / 4.</summary>
    public static TheoryData<string, UpdateRule, double, double[]> Torch => new()
    {
        { "SGD", new Sgd(), 0.05, [1.2314664469798708, -1.0211784963216102, 0.4652562678741253] },
        { "SGD, decay", new Sgd { WeightDecay = 0.1 }, 0.05, [1.1900169538482974, -1.0100573409885485, 0.4501198964593322] },
        { "momentum", new Sgd { Momentum = 0.9, WeightDecay = 0.1 }, 0.05, [0.544758749923284, -1.5292136129463596, 0.8057089925697434] },
        { "Nesterov", new Sgd { Momentum = 0.9, Nesterov = true, WeightDecay = 0.1 }, 0.05, [0.5287451059902918, -1.0819621163755408, 0.8662399298585912] },
        { "Adagrad", new Adagrad { WeightDecay = 0.1 }, 0.3, [0.8047330072161699, -1.1662663268779419, 1.1136092179536345] },
        { "Adagrad, first sum", new Adagrad { InitialSum = 0.5, Epsilon = 1e-3 }, 0.3, [0.8849082153165159, -1.1716733407072875, 1.0734083486861656] },
        { "RMSProp", new RmsProp { WeightDecay = 0.1 }, 0.05, [0.767954925548817, -1.0287972839444317, 1.411207787039794] },
        { "RMSProp, momentum", new RmsProp { Smoothing = 0.9, Momentum = 0.8, Epsilon = 1e-3 }, 0.02, [0.8367734371427925, -1.2804218469061428, 0.9791015671827956] },
        { "Adam", new Adam { WeightDecay = 0.1 }, 0.1, [0.8429309991721256, -1.3241983364144692, 0.9238372476690877] },
        { "Adam, other betas", new Adam { Beta1 = 0.7, Beta2 = 0.95, Epsilon = 1e-3 }, 0.1, [0.8925497398345597, -1.3500057548386666, 0.9071428969443656] },
        { "AdamW", new AdamW(), 0.1, [0.8433557435972217, -1.3135082771854318, 0.925293335721208] },
        { "AdamW, more decay", new AdamW { WeightDecay = 0.3 }, 0.1, [0.643711270022187, -1.0278266412122934, 0.8109046032734905] },
    };

    public static TheoryData<UpdateRule> Rules => [new Sgd { Momentum = 0.9, Nesterov = true, WeightDecay = 0.1 }, new Adagrad { InitialSum = 0.1 }, new RmsProp { Momentum = 0.5 }, new Adam { WeightDecay = 0.1 }, new AdamW()];

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(Torch))]
    public void Iterates_are_those_of_torch_in_both_precisions(string name, UpdateRule rule, double rate, double[] expected)
    {
        using NdArray<double> x = NdArray.From<double>(First);
        using NdArray<double> g = NdArray.Zeros<double>(3);
        using NdArray<float> single = NdArray.From<float>([.. First.Select(v => (float)v)]);
        using NdArray<float> singleGradient = NdArray.Zeros<float>(3);
        OptimizerOptions options = new() { Rule = rule, LearningRate = rate };
        using var optimizer = new Optimizer([x], options, compute);
        using var coarse = new Optimizer([single], options, compute);
        for (int k = 0; k < 7; k++)
        {
            Slope(x.AsReadOnlySpan(), g.AsWritableSpan());
            optimizer.Step(x, g);
            double[] slope = new double[3];
            Slope([.. single.AsReadOnlySpan().ToArray().Select(v => (double)v)], slope);
            for (int i = 0; i < 3; i++) singleGradient.AsWritableSpan()[i] = (float)slope[i];
            coarse.Step(single, singleGradient);
        }

        for (int i = 0; i < 3; i++)
        {
            Assert.True(Math.Abs(x.AsReadOnlySpan()[i] - expected[i]) < 1e-14, $"{name}: {x.AsReadOnlySpan()[i]} and not {expected[i]}");
            Assert.True(Math.Abs(single.AsReadOnlySpan()[i] - expected[i]) < 3e-6, $"{name}: {single.AsReadOnlySpan()[i]} and not {expected[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_list_of_parameters_moves_as_each_alone_and_goes_on_with_the_same_bits(UpdateRule rule)
    {
        OptimizerOptions options = new() { Rule = rule, LearningRate = LearningRate.Exponential(0.1, 0.9), Average = IterateAverage.Exponential(0.7) };
        UntypedArray[] whole = Parameters();
        UntypedArray[] gradients = Parameters();
        UntypedArray[] resumed = Parameters();
        UntypedArray[] alone = Parameters();
        using var optimizer = new Optimizer(whole, options, compute);
        Train(optimizer, whole, gradients, 4);
        using SolverState state = optimizer.Save();
        for (int k = 0; k < whole.Length; k++) compute.Backend.Copy(whole[k], resumed[k]);
        Train(optimizer, whole, gradients, 3);
        using var second = new Optimizer(resumed, options, compute);
        second.Restore(state);
        Train(second, resumed, gradients, 3);
        Assert.Equal(7, second.Steps);
        for (int k = 0; k < whole.Length; k++)
        {
            Assert.Equal(Bits(whole[k]), Bits(resumed[k]));
            Assert.Equal(Bits(optimizer.Average(k)), Bits(second.Average(k)));
            using var single = new Optimizer([alone[k]], options, compute);
            Train(single, [alone[k]], [gradients[k]], 7);
            Assert.Equal(Bits(whole[k]), Bits(alone[k]));
        }

        // From the beginning again, it is as new.
        optimizer.Restart();
        UntypedArray[] again = Parameters();
        Train(optimizer, again, gradients, 7);
        for (int k = 0; k < whole.Length; k++) Assert.Equal(Bits(whole[k]), Bits(again[k]));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Long_parameters_move_as_their_numbers_do_alone_on_any_number_of_threads(UpdateRule rule)
    {
        const int count = 50_003;
        OptimizerOptions options = new() { Rule = rule, LearningRate = LearningRate.Constant(0.1), Average = IterateAverage.Exponential(0.7), Clip = GradientClip.ByValue(1.5) };
        float[] expected = Moved(1, gaps: false);
        Assert.Equal(expected, Moved(3, gaps: false));
        Assert.Equal(expected, Moved(2, gaps: true));
        using NdArray<float> first = NdArray.Empty<float>(new Shape(count));
        using NdArray<float> slope = NdArray.Empty<float>(new Shape(count));
        new CounterRandom(1).FillNormal(first);
        new CounterRandom(2).FillNormal(slope);
        foreach (int element in new[] { 0, 8191, 8192, 30_000, count - 1 })
        {
            using NdArray<float> x = NdArray.From(first.AsReadOnlySpan()[element]);
            using NdArray<float> gradient = NdArray.From(slope.AsReadOnlySpan()[element]);
            using var single = new Optimizer([x], options, compute);
            for (int step = 0; step < 3; step++) single.Step(x, gradient);
            Assert.Equal(expected[element], x.AsReadOnlySpan()[0]);
            Assert.Equal(expected[count + element], single.Average(0).As<float>().AsReadOnlySpan()[0]);
        }

        float[] Moved(int threads, bool gaps)
        {
            using var own = new Compute(threads);
            using NdArray<float> storage = NdArray.Zeros<float>(gaps ? 2 * count : count);
            NdArray<float> x = gaps ? storage.Slice(0, 0, count, 2) : storage;
            using NdArray<float> values = NdArray.Empty<float>(new Shape(count));
            using NdArray<float> gradient = NdArray.Empty<float>(new Shape(count));
            new CounterRandom(1).FillNormal(values);
            new CounterRandom(2).FillNormal(gradient);
            values.CopyTo(x);
            using var optimizer = new Optimizer([x], options, own);
            for (int step = 0; step < 3; step++) optimizer.Step(x, gradient);
            return [.. x.Copy().AsReadOnlySpan(), .. optimizer.Average(0).As<float>().AsReadOnlySpan()];
        }
    }

    [Fact]
    public void Gradients_are_clipped_by_value_and_by_the_norm_of_all_of_them()
    {
        using NdArray<double> a = NdArray.From(0.0, 0);
        using NdArray<double> b = NdArray.From(0.0);
        using NdArray<double> ga = NdArray.From(3.0, -0.25);
        using NdArray<double> gb = NdArray.From(-4.0);
        Assert.Equal([-0.5, 0.25, 0.5], Moved(GradientClip.ByValue(0.5)));
        double norm = Math.Sqrt(9 + 16 + 0.0625);
        double[] scaled = Moved(GradientClip.ByNorm(1));
        Assert.Equal(-3 / norm, scaled[0], 1e-15);
        Assert.Equal(0.25 / norm, scaled[1], 1e-15);
        Assert.Equal(4 / norm, scaled[2], 1e-15);
        Assert.Equal([-3, 0.25, 4], Moved(GradientClip.ByNorm(6)));
        Assert.Equal([3, -0.25], ga.AsReadOnlySpan().ToArray());

        double[] Moved(GradientClip clip)
        {
            a.AsWritableSpan().Clear();
            b.AsWritableSpan().Clear();
            using var optimizer = new Optimizer([a, b], new OptimizerOptions { Rule = new Sgd(), LearningRate = 1, Clip = clip }, compute);
            optimizer.Step([a, b], [ga, gb]);
            return [.. a.AsReadOnlySpan().ToArray(), .. b.AsReadOnlySpan().ToArray()];
        }
    }

    [Fact]
    public void Means_of_the_iterates_follow_their_recurrences()
    {
        // With a gradient of -1 and a rate of 1 the iterates are 1, 2, 3, ...
        Assert.Equal([1, 1.5, 2, 2.5, 3], Means(IterateAverage.Uniform()));
        Assert.Equal([1, 2, 3, 3.5, 4], Means(IterateAverage.Uniform(from: 2)));
        Assert.Equal([1, 1.25, 1.6875, 2.265625, 2.94921875], Means(IterateAverage.Exponential(0.75)));

        double[] Means(IterateAverage average)
        {
            using NdArray<double> x = NdArray.From(0.0);
            using NdArray<double> g = NdArray.From(-1.0);
            using var optimizer = new Optimizer([x], new OptimizerOptions { Rule = new Sgd(), LearningRate = 1, Average = average }, compute);
            var means = new List<double>();
            for (int k = 0; k < 5; k++)
            {
                optimizer.Step(x, g);
                means.Add(optimizer.Average(0).As<double>().AsReadOnlySpan()[0]);
            }

            return [.. means];
        }
    }

    [Fact]
    public void Complex_parameters_take_gradient_steps()
    {
        using NdArray<System.Numerics.Complex> x = NdArray.From(new System.Numerics.Complex(1, 2));
        using NdArray<System.Numerics.Complex> g = NdArray.From(new System.Numerics.Complex(3, -4));
        using var optimizer = new Optimizer([x], new OptimizerOptions { Rule = new Sgd { Momentum = 0.5 }, LearningRate = 0.5, Clip = GradientClip.ByNorm(2.5) }, compute);
        optimizer.Step(x, g);
        optimizer.Step(x, g);
        Assert.Equal(new System.Numerics.Complex(1 - (0.5 * 1.5 * 2.5), 2 + (0.5 * 2 * 2.5)), x.AsReadOnlySpan()[0]);
        Refused("use SGD", () => new Optimizer([x], new OptimizerOptions(), compute));
        Refused("ByNorm", () => new Optimizer([x], new OptimizerOptions { Rule = new Sgd(), Clip = GradientClip.ByValue(1) }, compute));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_a_sentence()
    {
        using NdArray<double> x = NdArray.From(1.0, 2);
        using NdArray<double> longer = NdArray.From(1.0, 2, 3);
        using NdArray<float> single = NdArray.From(1f, 2);
        using NdArray<long> whole = NdArray.From(1L, 2);
        using var optimizer = new Optimizer([x], null, compute);
        Refused("does not fit", () => optimizer.Step(x, longer));
        Refused("does not fit", () => optimizer.Step(x, single));
        Refused("2 parameters and 1 gradients", () => optimizer.Step([x, x], [x]));
        Refused("one parameter at least", () => new Optimizer([], null, compute));
        Refused("floating-point", () => new Optimizer([whole], null, compute));
        Assert.Equal(0, optimizer.Steps);
        Refused("momentum", () => Make(new Sgd { Momentum = 1 }));
        Refused("Nesterov", () => Make(new Sgd { Nesterov = true }));
        Refused("weight decay", () => Make(new AdamW { WeightDecay = -1 }));
        Refused("Beta2", () => Make(new Adam { Beta2 = 1 }));
        Refused("Beta1", () => Make(new Adam { Beta1 = -0.1 }));
        Refused("epsilon", () => Make(new RmsProp { Epsilon = double.NaN }));
        Refused("smoothing", () => Make(new RmsProp { Smoothing = 2 }));
        Refused("sum of squares", () => Make(new Adagrad { InitialSum = -1 }));
        Refused("above 0", () => GradientClip.ByNorm(0));
        Refused("memory", () => IterateAverage.Exponential(1));
        Refused("0 or more steps", () => IterateAverage.Uniform(-1));
        Assert.Contains("OptimizerOptions.Average", Assert.Throws<InvalidOperationException>(() => optimizer.Average(0)).Message, StringComparison.Ordinal);
        using SolverState state = optimizer.Save();
        using var other = new Optimizer([longer], null, compute);
        Refused("another shape", () => other.Restore(state));
        using var gradientSteps = new Optimizer([x], new OptimizerOptions { Rule = new Sgd() }, compute);
        Refused("Adam", () => gradientSteps.Restore(state));

        void Make(UpdateRule rule) => new Optimizer([x], new OptimizerOptions { Rule = rule }, compute).Dispose();
    }

    [Fact]
    public void A_function_is_made_smallest_by_a_rule_with_a_falling_rate()
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        OptimizerOptions first = new() { Rule = new Adam(), LearningRate = LearningRate.Cosine(0.1, 4000, warmUp: 50, final: 1e-4) };
        MinimizerOptions options = new() { FirstOrder = first, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 4000 } };
        SolverResult<double> result = Minimizer.Minimize<double>(MinimizerTests.Rosenbrock, start, MinimizationMethod.FirstOrder, options);
        Assert.Equal(("Adam", StopReason.IterationLimit), (result.Method, result.Reason));
        Assert.Equal(1, result.Solution.AsReadOnlySpan()[0], 1e-5);

        // The mean of noisy iterates is the solution, and the next start forgets it.
        var random = new CounterRandom(1);
        ulong draw = 0;
        double Noisy(NdArray<double> x, NdArray<double> g)
        {
            for (int i = 0; i < 2; i++) g.AsWritableSpan()[i] = x.AsReadOnlySpan()[i] - i + random.Normal(draw++);
            return 0;
        }

        MinimizerOptions mean = options with { FirstOrder = new OptimizerOptions { Rule = new Sgd(), LearningRate = 0.2, Average = IterateAverage.Uniform(100) }, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 4000 } };
        using SmoothSolver<double> solver = Minimizer.Solver<double>(Noisy, start.Shape, MinimizationMethod.FirstOrder, mean);
        solver.Start(start);
        Assert.Equal(StopReason.IterationLimit, solver.Run());
        Assert.Equal(0, solver.Solution.AsReadOnlySpan()[0], 0.06);
        Assert.Equal(1, solver.Solution.AsReadOnlySpan()[1], 0.06);
        solver.Start(start);
        Assert.Equal([-1.2, 1], solver.Solution.AsReadOnlySpan().ToArray());
    }

    private static void Slope(ReadOnlySpan<double> x, Span<double> into)
    {
        for (int i = 0; i < 3; i++) into[i] = (Weights[i] * (x[i] - Centre[i])) + (x[(i + 1) % 3] * x[(i + 2) % 3] / 4);
    }

    private static UntypedArray[] Parameters() => [NdArray.From(1.0, -2, 3), NdArray.From(0.5f, 4), NdArray.From(0.1, 0.2, 0.3)];

    /// <summary>Steps with the gradient 2 x + 0.3.</summary>
    private void Train(Optimizer optimizer, UntypedArray[] parameters, UntypedArray[] gradients, int steps)
    {
        for (int k = 0; k < steps; k++)
        {
            for (int p = 0; p < parameters.Length; p++) compute.Backend.Affine(2, parameters[p], 0.3, gradients[p]);
            optimizer.Step(parameters, gradients);
        }
    }

    private static double[] Bits(UntypedArray array) => array.ElementType == ElementType.Float32
        ? [.. array.As<float>().AsReadOnlySpan().ToArray().Select(v => (double)v)]
        : array.As<double>().AsReadOnlySpan().ToArray();

    private static void Refused(string part, Action action) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
