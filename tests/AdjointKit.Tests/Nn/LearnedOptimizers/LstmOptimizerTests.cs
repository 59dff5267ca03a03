using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Nn.LearnedOptimizers;

/// <summary>The learned rule against its equations in plain loops; its training against differences, against its own steps, and across an interruption.</summary>
public sealed class LstmOptimizerTests : IDisposable
{
    private const int Coordinates = 3;
    private const int Units = 4;

    private static readonly LstmOptimizerOptions Plain = new() { Units = Units };
    private static readonly LstmOptimizerOptions Correcting = new() { Units = Units, Rate = 0.05, Momentum = 0.7 };

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    public static TheoryData<bool> Forms => new() { false, true };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Steps_follow_their_equations(bool corrects)
    {
        using LstmOptimizer<double> optimizer = Drawn(corrects);
        using var steps = new LstmOptimizerSteps<double>(optimizer, new Shape(Coordinates));
        using NdArray<double> x = NdArray.From(1.0, -2, 0.5);
        double[] expected = x.AsReadOnlySpan().ToArray();
        Coordinate[] coordinates = [.. expected.Select(_ => new Coordinate(optimizer))];

        // Magnitudes on both sides of e^-10 = 4.5e-5, and none.
        foreach (double[] gradient in (double[][])[[3, -0.2, 0], [-1e-3, 2e-5, 1e-9], [40, -3e-5, -0.5]])
        {
            using NdArray<double> g = NdArray.From(gradient);
            steps.Step(x, g);
            for (int k = 0; k < Coordinates; k++)
            {
                expected[k] += coordinates[k].Update(gradient[k]);
                Assert.Equal(expected[k], x[k], 1e-13);
            }
        }

        // After a restart the first step is the first one again.
        using NdArray<double> one = NdArray.From(3.0, -0.2, 0);
        double before = x[0];
        steps.Restart();
        steps.Step(x, one);
        Assert.Equal(new Coordinate(optimizer).Update(3), x[0] - before, 1e-13);
    }

    [Fact]
    public void Untrained_corrections_are_none_where_the_output_is_zero()
    {
        using LstmOptimizer<double> optimizer = new(compute, Correcting, seed: 1);
        compute.Backend.Fill(optimizer.Parameters.Get<double>("output.weight"), 0);
        using var steps = new LstmOptimizerSteps<double>(optimizer, new Shape(Coordinates));
        using var rule = new Optimizer([NdArray.From(1.0, -2, 0.5)], new OptimizerOptions { Rule = new Sgd { Momentum = 0.7 }, LearningRate = 0.05 }, compute);
        using NdArray<double> x = NdArray.From(1.0, -2, 0.5);
        using NdArray<double> y = x.Copy();
        for (int k = 0; k < 5; k++)
        {
            steps.Step(x, x.Copy());
            rule.Step(y, y.Copy());
        }

        for (int k = 0; k < Coordinates; k++) Assert.Equal(y[k], x[k], 1e-14);
    }

    [Fact]
    public void Quadratic_problems_are_those_of_their_numbers()
    {
        using var many = new QuadraticProblems<double>(compute, 5, Coordinates, seed: 3, startDeviation: 0.5);
        using var one = new QuadraticProblems<double>(compute, 1, Coordinates, seed: 3, startDeviation: 0.5);
        using NdArray<double> starts = NdArray.Empty<double>(many.Shape);
        using NdArray<double> start = NdArray.Empty<double>(one.Shape);
        using var tape = new Tape(compute);
        many.Draw(10, starts);
        double[] losses = many.Losses(tape.Constant(starts), 0).Value.AsReadOnlySpan().ToArray();
        for (int k = 0; k < 5; k++)
        {
            one.Draw(10 + k, start);
            Assert.Equal(losses[k], one.Losses(tape.Constant(start), 0).Value[0], 1e-13);
            double expected = 0;
            for (int row = 0; row < Coordinates; row++)
            {
                ulong at = (ulong)(((10 + k) * Coordinates) + row);
                double misfit = -new CounterRandom(3, 1).Normal(at);
                for (int column = 0; column < Coordinates; column++) misfit += new CounterRandom(3, 0).Normal((at * Coordinates) + (ulong)column) * start[0, column];
                expected += misfit * misfit;
            }

            Assert.Equal(expected, losses[k], 1e-12);
        }
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public void The_gradient_of_a_window_equals_differences(bool corrects, bool second, bool logarithmic)
    {
        const int Window = 6;
        using LstmOptimizer<double> optimizer = Drawn(corrects);
        using var problems = new QuadraticProblems<double>(compute, 2, Coordinates, seed: 5, startDeviation: 1);
        NdArray<double>[] parameters = [.. optimizer.Parameters.Names.Select(name => optimizer.Parameters.Get<double>(name).Copy())];
        using var trainer = new LstmOptimizerTrainer<double>(optimizer, problems, Options(Window, Window) with { SecondDerivatives = second, Logarithmic = logarithmic });
        trainer.Step();

        // Without second derivatives the gradients are numbers, those along the path of the parameters as they are.
        NdArray<double>[]? numbers = second ? null : Restored(() => GradientsOfPath(optimizer, problems, Window));
        foreach (string name in (string[])["lstm0.inputWeight", "lstm1.stateWeight", "output.weight", "output.bias"])
        {
            NdArray<double> parameter = optimizer.Parameters.Get<double>(name);
            using NdArray<double> at = parameters[optimizer.Parameters.NumberOf(name)].Copy();
            using NdArray<double> gradient = optimizer.Parameters.Gradient<double>(name).Copy();
            Assert.True(compute.Backend.MaxAbs(gradient) > 1e-6, name);
            CheckResult check = GradCheck.Run(name, moved => Restored(() => LossOfWindow(optimizer, problems, parameter, moved, Window, numbers, logarithmic)), at, gradient, compute: compute);
            Assert.True(check.Passed, $"{check}");
        }

        T Restored<T>(Func<T> function)
        {
            for (int k = 0; k < parameters.Length; k++) parameters[k].CopyTo(optimizer.Parameters[k].As<double>());
            return function();
        }
    }

    [Fact]
    public void Windows_go_on_where_the_one_before_ended()
    {
        using LstmOptimizer<double> optimizer = Drawn(corrects: true);
        using var problems = new QuadraticProblems<double>(compute, 3, Coordinates, seed: 6);
        using var trainer = new LstmOptimizerTrainer<double>(optimizer, problems, Options(12, 4) with { Optimizer = new OptimizerOptions { Rule = new Sgd(), LearningRate = 0 } });
        double[] means = new double[6];
        for (int window = 0; window < means.Length; window++)
        {
            trainer.Step();
            means[window] = trainer.Loss;
        }

        // Nothing was learned: two batches of problems, twelve steps on each.
        for (int batch = 0; batch < 2; batch++)
        {
            double[] losses = Losses(optimizer, problems, 3 * batch, 12);
            for (int window = 0; window < 3; window++) Assert.Equal(losses.AsSpan(1 + (4 * window), 4).ToArray().Average(), means[(3 * batch) + window], 1e-12);
        }
    }

    [Fact]
    public void A_training_that_was_interrupted_ends_with_the_same_bits()
    {
        using LstmOptimizer<float> whole = new(compute, Correcting, seed: 1);
        using LstmOptimizer<float> parts = new(compute, Correcting, seed: 1);
        LstmTrainingOptions options = new() { Horizon = 12, Unroll = 4 };
        using var problems = new QuadraticProblems<float>(compute, 3, Coordinates, seed: 6);
        using var trainer = new LstmOptimizerTrainer<float>(whole, problems, options);
        trainer.Run(8);

        using var stream = new MemoryStream();
        using (var first = new LstmOptimizerTrainer<float>(parts, problems, options))
        {
            first.Run(4);
            first.Save(stream);
            first.Run(6);
        }

        using var others = new QuadraticProblems<float>(compute, 3, Coordinates, seed: 6);
        using LstmOptimizer<float> again = new(compute, Correcting, seed: 2);
        using var second = new LstmOptimizerTrainer<float>(again, others, options);
        stream.Position = 0;
        second.Load(stream);
        second.Run(8);
        Assert.Equal(trainer.Loss, second.Loss);
        foreach (string name in whole.Parameters.Names) Assert.Equal(whole.Parameters.Get<float>(name).AsReadOnlySpan().ToArray(), again.Parameters.Get<float>(name).AsReadOnlySpan().ToArray());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_trained_rule_is_better_than_the_one_it_corrects()
    {
        using LstmOptimizer<float> optimizer = new(compute, new LstmOptimizerOptions { Units = 10, Rate = 0.03 }, seed: 1);
        using var problems = new QuadraticProblems<float>(compute, 16, coordinates: 5, seed: 1);
        using var fresh = new QuadraticProblems<float>(compute, 200, coordinates: 5, seed: 9);
        double before = Losses(optimizer, fresh, 0, 20)[20];
        using var trainer = new LstmOptimizerTrainer<float>(optimizer, problems, new LstmTrainingOptions { Horizon = 40, Logarithmic = true, SecondDerivatives = true, Optimizer = new OptimizerOptions { LearningRate = LearningRate.Cosine(1e-3, 100, 10), Clip = GradientClip.ByNorm(1) } });
        trainer.Run(100);
        double after = Losses(optimizer, fresh, 0, 20)[20];
        Assert.True(after < 0.85 * before, $"{after} after {before}");
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_a_sentence()
    {
        Assert.Contains("no multiple of the 8 of a window", Assert.Throws<ArgumentException>(() => Trained(new LstmTrainingOptions { Horizon = 12, Unroll = 8 })).Message, StringComparison.Ordinal);
        Assert.Contains("not at 1", Assert.Throws<ArgumentException>(() => new LstmOptimizer<float>(compute, new LstmOptimizerOptions { Rate = 1, Momentum = 1 })).Message, StringComparison.Ordinal);
        using LstmOptimizer<float> optimizer = new(compute, Plain);
        using var steps = new LstmOptimizerSteps<float>(optimizer, new Shape(Coordinates));
        using NdArray<float> two = NdArray.From(1f, 2);
        Assert.Contains("made for (3,)", Assert.Throws<ArgumentException>(() => steps.Step(two, two)).Message, StringComparison.Ordinal);

        void Trained(LstmTrainingOptions options)
        {
            using LstmOptimizer<float> one = new(compute, Plain);
            using var problems = new QuadraticProblems<float>(compute, 1, Coordinates);
            using var trainer = new LstmOptimizerTrainer<float>(one, problems, options);
        }
    }

    private static LstmTrainingOptions Options(int horizon, int unroll) => new() { Horizon = horizon, Unroll = unroll };

    /// <summary>A network with large outputs, so that nothing is lost in rounding.</summary>
    private LstmOptimizer<double> Drawn(bool corrects)
    {
        var optimizer = new LstmOptimizer<double>(compute, corrects ? Correcting : Plain, seed: 4);
        new CounterRandom(8).FillNormal(optimizer.Parameters.Get<double>("output.weight"));
        new CounterRandom(9).FillUniform(optimizer.Parameters.Get<double>("output.bias"));
        return optimizer;
    }

    /// <summary>The mean losses along a path, the first iterate included.</summary>
    private double[] Losses<T>(LstmOptimizer<T> optimizer, QuadraticProblems<T> problems, long first, int count, List<NdArray<T>>? gradients = null, NdArray<T>[]? numbers = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var steps = new LstmOptimizerSteps<T>(optimizer, problems.Shape);
        using NdArray<T> x = compute.Empty<T>(problems.Shape);
        using var tape = new Tape(compute);
        problems.Draw(first, x);
        var losses = new double[count + 1];
        for (int k = 0; k <= count; k++)
        {
            Var<T> at = tape.Input(x);
            Var<T> each = problems.Losses(at, k);
            tape.Backward(Ops.Sum(each));
            NdArray<T> gradient = tape.Gradient(at);
            losses[k] = each.Value.AsReadOnlySpan().ToArray().Average(double.CreateChecked);
            tape.Reset();
            gradients?.Add(gradient);
            if (k < count) steps.Step(x, numbers is null ? gradient : numbers[k]);
        }

        return losses;
    }

    private NdArray<double>[] GradientsOfPath(LstmOptimizer<double> optimizer, QuadraticProblems<double> problems, int count)
    {
        var gradients = new List<NdArray<double>>();
        Losses(optimizer, problems, 0, count, gradients);
        return [.. gradients];
    }

    private double LossOfWindow(LstmOptimizer<double> optimizer, QuadraticProblems<double> problems, NdArray<double> parameter, NdArray<double> moved, int count, NdArray<double>[]? numbers, bool logarithmic)
    {
        moved.CopyTo(parameter);
        return Losses(optimizer, problems, 0, count, null, numbers)[1..].Average(loss => logarithmic ? Math.Log(loss) : loss);
    }

    /// <summary>One coordinate, in plain numbers.</summary>
    private sealed class Coordinate(LstmOptimizer<double> optimizer)
    {
        private readonly double[,] h = new double[2, Units];
        private readonly double[,] c = new double[2, Units];
        private double velocity;

        internal double Update(double gradient)
        {
            double[] x = optimizer.Options.Rate is null ? Seen(gradient) : [.. Seen(gradient), .. Seen(velocity)];
            for (int layer = 0; layer < 2; layer++)
            {
                double[] z = [.. Enumerable.Range(0, 4 * Units).Select(row => Row($"lstm{layer}", row, x, layer))];
                x = new double[Units];
                for (int k = 0; k < Units; k++)
                {
                    c[layer, k] = (Logistic(z[Units + k]) * c[layer, k]) + (Logistic(z[k]) * Math.Tanh(z[(2 * Units) + k]));
                    x[k] = Logistic(z[(3 * Units) + k]) * Math.Tanh(c[layer, k]);
                }

                for (int k = 0; k < Units; k++) h[layer, k] = x[k];
            }

            double[] y = [.. Enumerable.Range(0, optimizer.Options.Rate is null ? 1 : 3).Select(row => Enumerable.Range(0, Units).Sum(k => Weight("output.weight")[row, k] * x[k]) + Weight("output.bias")[row])];
            if (optimizer.Options.Rate is not double rate) return 0.1 * y[0];
            velocity = (Logistic(y[2] + Math.Log(0.7 / 0.3)) * velocity) + gradient;
            return -rate * ((Math.Exp(y[0]) * velocity) + (y[1] * gradient));
        }

        private static double[] Seen(double gradient) =>
            Math.Abs(gradient) >= Math.Exp(-10) ? [Math.Log(Math.Abs(gradient)) / 10, Math.Sign(gradient)] : [-1, Math.Exp(10) * gradient];

        private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

        private NdArray<double> Weight(string name) => optimizer.Parameters.Get<double>(name);

        private double Row(string name, int row, double[] x, int layer)
        {
            double sum = Weight($"{name}.bias")[row];
            for (int k = 0; k < x.Length; k++) sum += Weight($"{name}.inputWeight")[row, k] * x[k];
            for (int k = 0; k < Units; k++) sum += Weight($"{name}.stateWeight")[row, k] * h[layer, k];
            return sum;
        }
    }
}
