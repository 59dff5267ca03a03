using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;

namespace AdjointKit.Benchmarks.Training;

/// <summary>The steps of <see cref="PerceptronCase"/> by the layers and the trainer of the network kit: batches drawn from 10,000 samples, the loss read, the optimiser's step.</summary>
internal sealed class TrainerCase : IDisposable
{
    private const int Samples = 10_000;

    private readonly NdArray<float> images;
    private readonly NdArray<long> labels;
    private readonly ParameterSet parameters;
    private readonly DataLoader data;
    private readonly Trainer trainer;
    private CancellationTokenSource end = new();
    private int left;

    internal TrainerCase(Compute compute)
    {
        images = compute.Empty<float>(Samples, 784);
        new CounterRandom(1).FillNormal(images);
        labels = compute.Empty<long>(Samples);
        compute.Backend.FillIntegers(labels, 0, 10, new CounterRandom(2));
        data = new DataLoader(compute, [images, labels], new DataLoaderOptions { BatchSize = PerceptronCase.BatchSize, DropsLast = true, Seed = 3 });
        parameters = new ParameterSet(compute);
        var network = new Sequential<float>(
            new Linear<float>(parameters, "1", 784, 256, initializer: Initializer.HeNormal(), seed: 1),
            new Activation<float>(Ops.Relu),
            new Linear<float>(parameters, "2", 256, 128, initializer: Initializer.HeNormal(), seed: 1),
            new Activation<float>(Ops.Relu),
            new Linear<float>(parameters, "3", 128, 10, seed: 1));
        trainer = new Trainer(parameters, new OptimizerOptions { Rule = new Sgd(), LearningRate = 0.01 }, (tape, batch, pass) =>
        {
            if (--left == 0) end.Cancel();
            return Ops.CrossEntropy(network.Apply(tape.Constant(batch.Get<float>(0)), pass), batch.Get<long>(1));
        });
    }

    /// <summary>A training that is cancelled after so many steps, and goes on in the next turn.</summary>
    internal Contestant Steps() => new("AdjointKit's trainer", count =>
    {
        left = count;
        end.Dispose();
        end = new CancellationTokenSource();
        try
        {
            trainer.Train(data, int.MaxValue, cancellation: end.Token);
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    });

    public void Dispose()
    {
        trainer.Dispose();
        data.Dispose();
        parameters.Dispose();
        images.Dispose();
        labels.Dispose();
        end.Dispose();
    }
}
