using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.Runs;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>Training loops: they learn, go on with the same bits, report, and are measured.</summary>
public sealed class TrainerTests : IDisposable
{
    private const int Samples = 90;

    private readonly Compute compute = new(threads: 1);
    private readonly NdArray<float> points = NdArray.Empty<float>(new Shape(Samples, 2));
    private readonly NdArray<long> classes = NdArray.Empty<long>(new Shape(Samples));

    public TrainerTests()
    {
        // Three clouds, one class each.
        new CounterRandom(1).FillNormal(points);
        for (int n = 0; n < Samples; n++)
        {
            double angle = 2 * Math.PI * (n % 3) / 3;
            points[n, 0] = (0.4f * points[n, 0]) + (float)(2 * Math.Cos(angle));
            points[n, 1] = (0.4f * points[n, 1]) + (float)(2 * Math.Sin(angle));
            classes[n] = n % 3;
        }
    }

    public void Dispose()
    {
        points.Dispose();
        classes.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void A_network_learns_three_clouds_and_reports()
    {
        using var model = new Model(compute);
        using var data = Data();
        var reports = new List<RunProgress>();
        using Trainer trainer = model.Trainer();
        trainer.Train(data, 20, () => [Evaluation.Confusion(compute, data, 3, model.Logits).Accuracy], new Reports(reports));
        Assert.Equal(20 * data.Batches, trainer.Steps);
        Assert.Equal(20, trainer.History.Count);
        Assert.True(trainer.History[^1].Loss < 0.1 * trainer.History[0].Loss, string.Join(", ", trainer.History.Select(epoch => epoch.Loss)));
        Assert.Equal(1, trainer.History[^1].Metrics[0]);
        Assert.Equal((trainer.Steps, trainer.Steps), (reports[^1].Done, reports[^1].Total));
        Assert.InRange(Evaluation.Mean(compute, data, (tape, batch) => Ops.CrossEntropy(model.Logits(tape, batch), batch.Get<long>(1))), 0, 0.1);
    }

    [Fact]
    public void The_loss_of_an_epoch_is_the_mean_over_its_samples()
    {
        // Without a step that moves anything it is the loss of the model, also with a smaller batch at the end.
        using var model = new Model(compute, rate: 0, drop: 0);
        using var data = Data();
        using Trainer trainer = model.Trainer();
        trainer.Train(data, 1);
        Assert.Equal(Evaluation.Mean(compute, data, (tape, batch) => Ops.CrossEntropy(model.Logits(tape, batch), batch.Get<long>(1))), trainer.History[0].Loss, 1e-6);
    }

    [Fact]
    public void A_training_that_was_cut_off_goes_on_with_the_same_bits()
    {
        using var whole = new Model(compute);
        using var data = Data();
        using Trainer trained = whole.Trainer();
        trained.Train(data, 3, () => [trained.Steps]);

        using var folder = new TemporaryFolder();
        var manifest = new RunManifest("train");
        using (var first = new Model(compute))
        using (Trainer cut = first.Trainer())
        using (ResumableRun run = ResumableRun.Start(folder["a.run"], manifest))
        using (var cancellation = new CancellationTokenSource())
        {
            int steps = 0;
            first.OnStep = () =>
            {
                if (++steps == 11) cancellation.Cancel();
            };
            Assert.Throws<OperationCanceledException>(() => cut.Train(data, 3, () => [cut.Steps], run: run, cancellation: cancellation.Token));
            Assert.Equal(11, cut.Steps);
        }

        using var second = new Model(compute);
        using Trainer resumed = second.Trainer();
        using ResumableRun again = ResumableRun.Start(folder["a.run"], manifest, resume: true);
        Assert.Equal(11, again.Load(resumed));
        using var other = Data();
        resumed.Train(other, 3, () => [resumed.Steps], run: again);
        again.Complete();
        foreach (string name in whole.Parameters.Names) Assert.Equal(whole.Parameters.Get<float>(name).AsReadOnlySpan().ToArray(), second.Parameters.Get<float>(name).AsReadOnlySpan().ToArray());
        Assert.Equal(trained.History.Select(epoch => (epoch.Loss, epoch.Metrics[0])), resumed.History.Select(epoch => (epoch.Loss, epoch.Metrics[0])));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_training_in_a_sentence()
    {
        using var model = new Model(compute, rate: 1e30);
        using var data = Data();
        using Trainer trainer = model.Trainer();
        Assert.Contains("smaller learning rate", Assert.Throws<ArithmeticException>(() => trainer.Train(data, 50)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_confusion_matrix_counts_what_is_taken_for_what()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add(NdArray.From(new float[,] { { 0, 2, 1 }, { 3, 2, 1 }, { 0, 0, -1 }, { 0, 1, 2 } }), NdArray.From<long>(1, 2, 0, 2));
        Assert.Equal((1L, 1L, 1L, 1L), (matrix[1, 1], matrix[2, 0], matrix[0, 0], matrix[2, 2]));
        Assert.Equal((4, 0.75), (matrix.Samples, matrix.Accuracy));
        Assert.Throws<ArgumentException>(() => matrix.Add(NdArray.Zeros<float>(2, 2), NdArray.From<long>(0, 1)));
    }

    private DataLoader Data() => new(compute, [points, classes], new DataLoaderOptions { BatchSize = 16, Seed = 2 });

    private sealed class Reports(List<RunProgress> into) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => into.Add(value);
    }

    private sealed class Model : IDisposable
    {
        private readonly Sequential<float> layers;
        private readonly double rate;

        internal Model(Compute compute, double rate = 0.02, double drop = 0.1)
        {
            this.rate = rate;
            Parameters = new ParameterSet(compute);
            layers = new Sequential<float>(new Linear<float>(Parameters, "1", 2, 16, seed: 1), new Activation<float>(Ops.Relu), new Dropout<float>(drop, 4), new Linear<float>(Parameters, "2", 16, 3, seed: 1));
        }

        internal ParameterSet Parameters { get; }

        internal Action? OnStep { get; set; }

        public void Dispose() => Parameters.Dispose();

        internal Var<float> Logits(Tape tape, DataBatch batch) => layers.Apply(tape.Constant(batch.Get<float>(0)));

        internal Trainer Trainer() => new(Parameters, new OptimizerOptions { Rule = new Adam(), LearningRate = rate }, (tape, batch, pass) =>
        {
            OnStep?.Invoke();
            return Ops.CrossEntropy(layers.Apply(tape.Constant(batch.Get<float>(0)), pass), batch.Get<long>(1));
        });
    }
}
