using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Sparse.Tests.Training;

public sealed class NetworkTrainerTests : IDisposable
{
    private readonly Compute compute = new();
    private readonly Dictionary<float> dictionary;

    public NetworkTrainerTests()
    {
        NdArray<double> a = SmallProblem.Matrix(20, 40);
        NdArray<float> single = NdArray.Empty<float>(a.Shape);
        compute.Backend.Copy(a, single);
        dictionary = new Dictionary<float>(single, compute);
    }

    public static TheoryData<string> All => [.. NetworkModel.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void A_trained_network_beats_its_parent_on_fresh_signals(string name)
    {
        using UnrolledNetwork<float> network = NetworkModel.Create(name, dictionary, 4);
        double before = Error(network);
        using INetworkTraining training = NetworkModel.Training(network, new ShortRecipe(), seed: 1);
        training.Run();
        Assert.True(training.IsDone);
        Assert.Equal(training.Stages, training.Stage);
        double after = Error(network);
        Assert.True(after < before - 2, $"{before:0.0} dB before, {after:0.0} dB after");
    }

    [Theory]
    [InlineData(25)]
    [InlineData(67)]
    [InlineData(120)]
    public void A_training_that_was_interrupted_goes_on_with_the_same_bits(int interruption)
    {
        using UnrolledNetwork<float> whole = NetworkModel.Create("lista-cpss", dictionary, 3);
        using (var trainer = new NetworkTrainer<float>(whole, new ShortRecipe(), seed: 4, validationSamples: 100)) trainer.Run();

        using var saved = new MemoryStream();
        using (UnrolledNetwork<float> first = NetworkModel.Create("lista-cpss", dictionary, 3))
        {
            using var trainer = new NetworkTrainer<float>(first, new ShortRecipe(), seed: 4, validationSamples: 100);
            for (int step = 0; step < interruption; step++) trainer.Step();
            trainer.Save(saved);
        }

        saved.Position = 0;
        using UnrolledNetwork<float> second = NetworkModel.Create("lista-cpss", dictionary, 3);
        using var later = new NetworkTrainer<float>(second, new ShortRecipe(), seed: 4, validationSamples: 100);
        later.Load(saved);
        Assert.Equal(interruption, later.Steps);
        later.Run();
        for (int k = 0; k < whole.Parameters.Count; k++) Assert.Equal(whole.Parameters[k].As<float>().AsReadOnlySpan(), second.Parameters[k].As<float>().AsReadOnlySpan());
    }

    [Fact]
    public void The_patience_of_a_stage_outlives_an_interruption()
    {
        // Nothing gets better after the first validation, which is at step 10: 40 steps later the stage ends.
        using var saved = new MemoryStream();
        using (UnrolledNetwork<float> first = NetworkModel.Create("alista", dictionary, 1))
        {
            using var trainer = new NetworkTrainer<float>(first, new IdleRecipe(), validationSamples: 50);
            trainer.Run(last: 25);
            trainer.Save(saved);
        }

        saved.Position = 0;
        using UnrolledNetwork<float> second = NetworkModel.Create("alista", dictionary, 1);
        using var later = new NetworkTrainer<float>(second, new IdleRecipe(), validationSamples: 50);
        later.Load(saved);
        later.Run();
        Assert.Equal(50, later.Steps);
    }

    [Fact]
    public void A_search_that_was_interrupted_goes_on_with_the_same_bits()
    {
        using var whole = new HyperLista<float>(dictionary, 4);
        using (var search = new HyperparameterSearch<float>(whole, samples: 100)) search.Run();

        using var saved = new MemoryStream();
        using (var first = new HyperLista<float>(dictionary, 4))
        {
            using var search = new HyperparameterSearch<float>(first, samples: 100);
            search.Run(last: 7);
            search.Save(saved);
        }

        saved.Position = 0;
        using var second = new HyperLista<float>(dictionary, 4);
        using var later = new HyperparameterSearch<float>(second, samples: 100);
        later.Load(saved);
        later.Run();
        for (int k = 0; k < 3; k++) Assert.Equal(whole.Parameters[k].As<float>().AsReadOnlySpan(), second.Parameters[k].As<float>().AsReadOnlySpan());
    }

    [Fact]
    public void A_stage_moves_only_what_it_trains()
    {
        using UnrolledNetwork<float> network = NetworkModel.Create("lista-cp", dictionary, 2);
        float[] start = network.Parameters.Get<float>("layers.1.W^T").AsReadOnlySpan().ToArray();
        float[] first = network.Parameters.Get<float>("layers.0.W^T").AsReadOnlySpan().ToArray();
        using var trainer = new NetworkTrainer<float>(network, new ShortRecipe(), validationSamples: 50);
        for (int step = 0; step < 5; step++) trainer.Step();
        Assert.Equal(start, network.Parameters.Get<float>("layers.1.W^T").AsReadOnlySpan().ToArray());
        Assert.NotEqual(first, network.Parameters.Get<float>("layers.0.W^T").AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void The_recipe_of_the_papers_has_three_stages_for_each_layer()
    {
        IReadOnlyList<TrainingStage> stages = TrainingRecipe.Paper.Stages(16);
        Assert.Equal(48, stages.Count);
        Assert.Equal(new TrainingStage(1, true, 5e-4, 4000), stages[0]);
        Assert.Equal(new TrainingStage(16, false, 1e-5, 4000), stages[^1]);
    }

    public void Dispose()
    {
        dictionary.Dispose();
        compute.Dispose();
    }

    private double Error(UnrolledNetwork<float> network)
    {
        using var fresh = new SparseSignals<float>(dictionary, 500, 99);
        fresh.Fill(0);
        using NdArray<float> found = network.Recover(fresh.Y);
        return RecoveryError.Of(found, fresh.X).Nmse;
    }

    private sealed record IdleRecipe : TrainingRecipe
    {
        public override string Name => "idle";

        public override IReadOnlyList<TrainingStage> Stages(int layers) => [new TrainingStage(layers, NewOnly: false, 1e-30, Patience: 40)];
    }

    private sealed record ShortRecipe : TrainingRecipe
    {
        public override string Name => "short";

        public override IReadOnlyList<TrainingStage> Stages(int layers) =>
        [
            .. Enumerable.Range(1, layers).Select(layer => new TrainingStage(layer, NewOnly: false, 2e-3, Patience: 40, Most: 60)),
            new TrainingStage(layers, NewOnly: false, 1e-3, Patience: 100, Most: 200),
        ];
    }
}
