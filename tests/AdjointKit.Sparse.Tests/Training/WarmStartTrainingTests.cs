using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Sparse.Tests.Training;

/// <summary>Networks that start from the analytic weight, and from what an ALISTA learned with it.</summary>
public sealed class WarmStartTrainingTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);
    private readonly Dictionary<float> dictionary;
    private readonly SparseSignals<float> signals;

    public WarmStartTrainingTests()
    {
        NdArray<float> matrix = compute.Empty<float>(20, 40);
        new CounterRandom(3).FillNormal(matrix);
        compute.Backend.Affine(1 / Math.Sqrt(20), matrix, 0, matrix);
        dictionary = new Dictionary<float>(matrix, compute);
        signals = new SparseSignals<float>(dictionary, 500, 11);
        signals.Fill(0);
    }

    [Theory]
    [InlineData("tilista")]
    [InlineData("lista-cp")]
    [InlineData("lista-cpss")]
    public void The_numbers_of_an_ALISTA_come_first_and_then_the_weights_move(string name)
    {
        using UnrolledNetwork<float> network = NetworkModel.Create(name, dictionary, 3, analyticStart: true);
        using UnrolledNetwork<float> untrained = NetworkModel.Create(name, dictionary, 3, analyticStart: true);
        using var training = new WarmStartTraining<float>(network, TrainingRecipe.FastWithin(200), double.PositiveInfinity, seed: 4, validationSamples: 200);
        using StepLista<float> alista = StepLista<float>.Alista(dictionary, 3, network.Selection);
        using var alone = new NetworkTrainer<float>(alista, TrainingRecipe.FastWithin(200), seed: 4, validationSamples: 200);
        training.Run(last: 200);
        alone.Run();
        Assert.Equal((2, 3, 200, false), (training.Stage, training.Stages, training.Steps, training.IsDone));

        // The same function, and better than the one it started as.
        Assert.Equal(Error(alista), Error(network), 1e-3);
        Assert.True(Error(network) < Error(untrained) - 1);
        training.Run();
        Assert.Equal((3, 400, true), (training.Stage, training.Steps, training.IsDone));
        Assert.InRange(AnalyticWeight.DistanceOf(network), 1e-4, 0.5);
        Assert.True(Error(network) < Error(alista) + 0.1, $"{Error(network)} dB, ALISTA {Error(alista)} dB");
    }

    [Fact]
    public void What_is_written_down_before_the_end_is_the_ALISTA_so_far()
    {
        using UnrolledNetwork<float> network = NetworkModel.Create("tilista", dictionary, 3, analyticStart: true);
        float[] before = network.Parameters.Get<float>("layers.1.theta").AsReadOnlySpan().ToArray();
        using INetworkTraining training = NetworkModel.Training(network, TrainingRecipe.FastWithin(200));
        training.Run(last: 20);
        Assert.NotEqual(before, network.Parameters.Get<float>("layers.1.theta").AsReadOnlySpan().ToArray());
        Assert.Equal(0, AnalyticWeight.DistanceOf(network));
    }

    [Theory]
    [InlineData(70)]
    [InlineData(200)]
    [InlineData(330)]
    public void It_goes_on_with_the_same_bits(int stop)
    {
        using UnrolledNetwork<float> whole = NetworkModel.Create("lista-cpss", dictionary, 3, analyticStart: true);
        using (INetworkTraining training = NetworkModel.Training(whole, TrainingRecipe.FastWithin(200), seed: 5)) training.Run();
        using var saved = new MemoryStream();
        using (UnrolledNetwork<float> first = NetworkModel.Create("lista-cpss", dictionary, 3, analyticStart: true))
        {
            using INetworkTraining training = NetworkModel.Training(first, TrainingRecipe.FastWithin(200), seed: 5);
            training.Run(last: stop);
            training.Save(saved);
        }

        saved.Position = 0;
        using UnrolledNetwork<float> second = NetworkModel.Create("lista-cpss", dictionary, 3, analyticStart: true);
        using INetworkTraining later = NetworkModel.Training(second, TrainingRecipe.FastWithin(200), seed: 5);
        later.Load(saved);
        Assert.Equal(stop, later.Steps);
        later.Run();
        Assert.Equal(400, later.Steps);
        foreach (string name in whole.Parameters.Names) Assert.Equal(whole.Parameters.Get<float>(name).AsReadOnlySpan(), second.Parameters.Get<float>(name).AsReadOnlySpan());
    }

    [Fact]
    public void The_recipe_of_the_papers_trains_it_like_any_other()
    {
        using UnrolledNetwork<float> network = NetworkModel.Create("tilista", dictionary, 3, analyticStart: true);
        using INetworkTraining training = NetworkModel.Training(network, TrainingRecipe.Paper);
        Assert.Equal(9, training.Stages);
        Assert.IsType<NetworkTrainer<float>>(training);
    }

    public void Dispose()
    {
        signals.Dispose();
        dictionary.Dispose();
        compute.Dispose();
    }

    private double Error(UnrolledNetwork<float> network)
    {
        using NdArray<float> found = network.Recover(signals.Y);
        return RecoveryError.Of(found, signals.X).Nmse;
    }
}
