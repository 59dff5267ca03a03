using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
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

        // Four step sizes do not do as much.
        double gain = name == "step-lista" ? 1 : 2;
        Assert.True(after < before - gain, $"{before:0.0} dB before, {after:0.0} dB after");
    }

    [Theory]
    [InlineData("alista")]
    [InlineData("na-alista")]
    [InlineData("glista-ss")]
    [InlineData("step-lista")]
    [InlineData("lamp")]
    public void A_training_has_the_same_bits_on_one_thread_and_on_two(string name)
    {
        using NdArray<float> alone = Trained(1);
        using NdArray<float> together = Trained(2);
        Assert.Equal(alone.AsReadOnlySpan(), together.AsReadOnlySpan());

        NdArray<float> Trained(int threads)
        {
            using var own = new Compute(threads);
            using var matrix = new Dictionary<float>(dictionary.Matrix, own);
            using UnrolledNetwork<float> network = NetworkModel.Create(name, matrix, 3);
            using var trainer = new NetworkTrainer<float>(network, new ShortRecipe(), seed: 4, validationSamples: 300);
            trainer.Run(last: 30);
            using var fresh = new SparseSignals<float>(matrix, 300, 9);
            fresh.Fill(0);
            return network.Recover(fresh.Y);
        }
    }

    [Fact]
    public void Step_sizes_learned_without_true_signals_make_the_objective_less_than_ISTA()
    {
        using var network = new StepSizeLista<float>(dictionary, 6, weight: 0.1);
        double ista = Objective(network);
        using var trainer = new NetworkTrainer<float>(network, new ShortRecipe { PenaltyWeight = 0.1 }, seed: 3, validationSamples: 100);
        trainer.Run();
        double learned = Objective(network);
        double minimum = Least();
        Assert.True(learned - minimum < 0.7 * (ista - minimum), $"{learned:0.00} after training, {ista:0.00} of ISTA, {minimum:0.00} at least");
        using var validation = new SparseSignals<float>(dictionary, 100, 3 ^ NetworkTrainer<float>.ValidationSeed);
        validation.Fill(0);
        Assert.Equal(10 * Math.Log10(Of(network.Recover(validation.Y), validation) / Of(NdArray.Zeros<float>(validation.X.Shape), validation)), trainer.BestNmse, 1e-4);

        double Objective(StepSizeLista<float> at)
        {
            using SparseSignals<float> fresh = Fresh();
            return Of(at.Recover(fresh.Y), fresh);
        }

        double Least()
        {
            using SparseSignals<float> fresh = Fresh();
            var options = new SparseOptions { Weight = 0.1, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 2000 } };
            return Of(SparseRecovery.Solve(new MatrixOperator<float>(compute, dictionary.Matrix, 200), fresh.Y, SparseMethod.Fista, options).Solution, fresh);
        }

        double Of(NdArray<float> x, SparseSignals<float> signals)
        {
            double sum = 0;
            for (int s = 0; s < x.Shape[0]; s++)
            {
                for (int j = 0; j < 40; j++) sum += 0.1 * Math.Abs(x[s, j]);
                for (int i = 0; i < 20; i++) sum += Math.Pow(Enumerable.Range(0, 40).Sum(j => (double)dictionary.Matrix[i, j] * x[s, j]) - signals.Y[s, i], 2) / 2;
            }

            return sum;
        }

        SparseSignals<float> Fresh()
        {
            var fresh = new SparseSignals<float>(dictionary, 200, 98);
            fresh.Fill(0);
            return fresh;
        }
    }

    [Fact]
    public void A_network_of_shared_parameters_is_trained_whole()
    {
        Assert.Equal([new TrainingStage(16, false, 2e-4, int.MaxValue, 40_000)], TrainingRecipe.Paper.StagesOfShared(16));
        using UnrolledNetwork<float> network = NetworkModel.Create("na-alista", dictionary, 3);
        using var paper = new NetworkTrainer<float>(network, TrainingRecipe.Paper, validationSamples: 20);
        using var fast = new NetworkTrainer<float>(network, TrainingRecipe.Fast, validationSamples: 20);
        Assert.Equal(1, paper.Stages);
        Assert.Equal([1, 2, 3, 3, 3, 3, 3, 3, 3], TrainingRecipe.Fast.StagesOfShared(3).Select(stage => stage.Layers));
        Assert.All(TrainingRecipe.Fast.StagesOfShared(3), stage => Assert.Equal(10, stage.ValidationInterval));
        Assert.Equal(9, fast.Stages);
    }

    [Theory]
    [InlineData("lista-cpss", 25)]
    [InlineData("lista-cpss", 67)]
    [InlineData("lista-cpss", 120)]
    [InlineData("na-alista", 67)]
    [InlineData("glista-ss", 67)]
    [InlineData("step-lista", 67)]
    [InlineData("lamp", 67)]
    public void A_training_that_was_interrupted_goes_on_with_the_same_bits(string name, int interruption)
    {
        using UnrolledNetwork<float> whole = NetworkModel.Create(name, dictionary, 3);
        using (var trainer = new NetworkTrainer<float>(whole, new ShortRecipe(), seed: 4, validationSamples: 100)) trainer.Run();

        using var saved = new MemoryStream();
        using (UnrolledNetwork<float> first = NetworkModel.Create(name, dictionary, 3))
        {
            using var trainer = new NetworkTrainer<float>(first, new ShortRecipe(), seed: 4, validationSamples: 100);
            for (int step = 0; step < interruption; step++) trainer.Step();
            trainer.Save(saved);
        }

        saved.Position = 0;
        using UnrolledNetwork<float> second = NetworkModel.Create(name, dictionary, 3);
        using var later = new NetworkTrainer<float>(second, new ShortRecipe(), seed: 4, validationSamples: 100);
        later.Load(saved);
        Assert.Equal(interruption, later.Steps);
        later.Run();
        for (int k = 0; k < whole.Parameters.Count; k++) Assert.Equal(whole.Parameters[k].As<float>().AsReadOnlySpan(), second.Parameters[k].As<float>().AsReadOnlySpan());
    }

    [Theory]
    [InlineData("lista", 15)]
    [InlineData("lista", 35)]
    [InlineData("lista", 44)]
    [InlineData("lista-tied", 35)]
    [InlineData("lista-cpss", 15)]
    [InlineData("na-alista", 25)]
    public void So_does_one_by_the_fast_recipe_and_what_it_leaves_when_it_stops_is_whole(string name, int interruption)
    {
        TrainingRecipe recipe = TrainingRecipe.FastWithin(40);
        using UnrolledNetwork<float> whole = NetworkModel.Create(name, dictionary, 3);
        using (var trainer = new NetworkTrainer<float>(whole, recipe, seed: 4, validationSamples: 100)) trainer.Run();

        using var saved = new MemoryStream();
        using (UnrolledNetwork<float> first = NetworkModel.Create(name, dictionary, 3))
        {
            using var trainer = new NetworkTrainer<float>(first, recipe, seed: 4, validationSamples: 100);
            trainer.Run(last: interruption);
            trainer.Save(saved);
            double left = Error(first);
            string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
            NetworkFile.Write(file, first);
            using UnrolledNetwork<float> read = NetworkFile.Read(file, dictionary);
            File.Delete(file);
            Assert.Equal(left, Error(read));
            Assert.True(left < Untrained(name) - 0.1, $"{left}");
        }

        saved.Position = 0;
        using UnrolledNetwork<float> second = NetworkModel.Create(name, dictionary, 3);
        using var later = new NetworkTrainer<float>(second, recipe, seed: 4, validationSamples: 100);
        later.Load(saved);
        later.Run();
        for (int k = 0; k < whole.Parameters.Count; k++) Assert.Equal(whole.Parameters[k].As<float>().AsReadOnlySpan(), second.Parameters[k].As<float>().AsReadOnlySpan());
    }

    [Fact]
    public void Matrices_of_lista_are_those_of_lista_cp_until_they_become_free()
    {
        TrainingRecipe recipe = TrainingRecipe.FastWithin(40);
        using UnrolledNetwork<float> coupled = NetworkModel.Create("lista-cp", dictionary, 3);
        using UnrolledNetwork<float> free = NetworkModel.Create("lista", dictionary, 3);
        using var first = new NetworkTrainer<float>(coupled, recipe, seed: 4, validationSamples: 100);
        using var second = new NetworkTrainer<float>(free, recipe, seed: 4, validationSamples: 100);
        first.Run();
        second.Run(last: first.Steps);
        Assert.Equal(2, second.Stage);
        Assert.False(second.IsDone);
        Assert.Equal(coupled.Parameters.Get<float>("layers.1.W^T").AsReadOnlySpan(), free.Parameters.Get<float>("layers.1.B").AsReadOnlySpan());

        // The same function, up to the rounding of G = 1 - B A.
        Assert.Equal(Error(coupled), Error(free), 1e-3);
        second.Run();
        Assert.True(second.IsDone);
    }

    [Fact]
    public void The_fast_recipe_trains_all_layers_at_once()
    {
        IReadOnlyList<TrainingStage> stages = TrainingRecipe.FastWithin(1000).Stages(7);
        Assert.Equal([NetworkLoss.LayerLogarithms, NetworkLoss.Norms], stages.Select(stage => stage.Loss));
        Assert.All(stages, stage => Assert.Equal((7, false, 500, 0.11), (stage.Layers, stage.NewOnly, stage.Most, stage.Density!.Value)));
        Assert.Equal([true, true, false], TrainingRecipe.FastWithin(1000).StagesOfFree(7).Select(stage => stage.IsCoupled));
        Assert.Equal(TrainingRecipe.Paper.Stages(4), TrainingRecipe.Paper.StagesOfFree(4));
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

    [Theory]
    [InlineData("lista")]
    [InlineData("lista-cpss")]
    public void A_training_that_is_done_is_saved_and_loaded_whole(string name)
    {
        TrainingRecipe recipe = name == "lista" ? TrainingRecipe.FastWithin(40) : new NewOnlyRecipe();
        using var saved = new MemoryStream();
        using UnrolledNetwork<float> first = NetworkModel.Create(name, dictionary, 3);
        using (var trainer = new NetworkTrainer<float>(first, recipe, seed: 4, validationSamples: 50))
        {
            trainer.Run();
            trainer.Save(saved);
        }

        saved.Position = 0;
        using UnrolledNetwork<float> second = NetworkModel.Create(name, dictionary, 3);
        using var later = new NetworkTrainer<float>(second, recipe, seed: 4, validationSamples: 50);
        later.Load(saved);
        Assert.True(later.IsDone);
        Assert.Equal(saved.Length, saved.Position);
        for (int k = 0; k < first.Parameters.Count; k++) Assert.Equal(first.Parameters[k].As<float>().AsReadOnlySpan(), second.Parameters[k].As<float>().AsReadOnlySpan());
    }

    [Fact]
    public void A_stage_ends_with_the_parameters_that_were_validated_best()
    {
        // Steps of a rate that is far too high: validations differ, and the last one is not the best.
        using UnrolledNetwork<float> network = NetworkModel.Create("alista", dictionary, 3);
        using var trainer = new NetworkTrainer<float>(network, new WildRecipe(), validationSamples: 200);
        trainer.Run(last: 199);
        using NdArray<float> before = Validated();
        double best = trainer.BestNmse;
        trainer.Run();
        Assert.True(trainer.IsDone);
        using NdArray<float> after = Validated();
        using SparseSignals<float> signals = Validation();
        Assert.Equal(trainer.BestNmse, RecoveryError.Of(after, signals.X).Nmse, 1e-9);
        Assert.True(RecoveryError.Of(before, signals.X).Nmse > best + 0.01, $"{best}");

        NdArray<float> Validated()
        {
            using SparseSignals<float> there = Validation();
            return network.Recover(there.Y);
        }

        SparseSignals<float> Validation()
        {
            var there = new SparseSignals<float>(dictionary, 200, NetworkTrainer<float>.ValidationSeed);
            there.Fill(0);
            return there;
        }
    }

    /// <summary>The gradient of the first step tells which signals it saw: of the density of the stage, and not those that an evaluation draws from the same seed.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0.3)]
    public void A_step_sees_the_density_of_its_stage_and_no_signal_that_an_evaluation_may_draw(double? density)
    {
        using UnrolledNetwork<float> network = NetworkModel.Create("alista", dictionary, 2);
        float[] start = Gradient(new SparseSignals<float>(dictionary, 64, 5 ^ NetworkTrainer<float>.TrainingSeed, probability: density ?? 0.1));
        float[] evaluation = Gradient(new SparseSignals<float>(dictionary, 64, 5, probability: density ?? 0.1));
        using var trainer = new NetworkTrainer<float>(network, new OneStage(density), seed: 5, validationSamples: 50);
        trainer.Step();
        float[] seen = network.Parameters.Gradient<float>("layers.1.gamma").AsReadOnlySpan().ToArray();
        Assert.Equal(start, seen);
        Assert.NotEqual(evaluation, seen);

        float[] Gradient(SparseSignals<float> signals)
        {
            using SparseSignals<float> owned = signals;
            owned.Fill(0);
            using var tape = new Tape(compute);
            tape.Backward(Ops.HalfSquaredNorm(network.Run(tape.Constant(owned.Y)) - tape.Constant(owned.X)));
            network.Parameters.ReadGradients(tape);
            return network.Parameters.Gradient<float>("layers.1.gamma").AsReadOnlySpan().ToArray();
        }
    }

    [Theory]
    [InlineData(NetworkLoss.HalfSquares, null)]
    [InlineData(NetworkLoss.Norms, null)]
    [InlineData(NetworkLoss.Norms, 0.6)]
    [InlineData(NetworkLoss.LayerLogarithms, null)]
    public void A_loss_is_what_its_name_says(NetworkLoss loss, double? power)
    {
        using UnrolledNetwork<float> network = NetworkModel.Create("alista", dictionary, 2);
        using var signals = new SparseSignals<float>(dictionary, 64, 5 ^ NetworkTrainer<float>.TrainingSeed);
        signals.Fill(0);
        using var tape = new Tape(compute);
        var layers = new List<Var<float>>();
        network.Run(tape.Constant(signals.Y), each: (_, x) => layers.Add(Ops.Sum(Ops.Power(x - tape.Constant(signals.X), 2), axis: 1)));
        tape.Backward(loss switch
        {
            NetworkLoss.HalfSquares => 0.5 * Ops.Sum(layers[1]),
            NetworkLoss.Norms => Ops.Sum(Ops.Power(layers[1], 0.5 * (power ?? 1))),
            _ => Ops.Sum(Ops.Log(layers[0])) + Ops.Sum(Ops.Log(layers[1])),
        });
        network.Parameters.ReadGradients(tape);
        float[] expected = [.. new[] { "layers.0.gamma", "layers.1.gamma", "layers.1.theta" }.Select(name => network.Parameters.Gradient<float>(name).AsReadOnlySpan()[0])];
        tape.Reset();
        using var trainer = new NetworkTrainer<float>(network, new OneStage(null, loss, power), seed: 5, validationSamples: 50);
        trainer.Step();
        float[] found = [.. new[] { "layers.0.gamma", "layers.1.gamma", "layers.1.theta" }.Select(name => network.Parameters.Gradient<float>(name).AsReadOnlySpan()[0])];
        for (int k = 0; k < 3; k++) Assert.True(Math.Abs(found[k] - expected[k]) <= 1e-4 * Math.Abs(expected[k]), $"{found[k]}, not {expected[k]}");
    }

    /// <summary>A first step of Adam goes as far as the rate, a later one of a falling rate less.</summary>
    [Fact]
    public void A_rate_falls_along_its_cosine()
    {
        using UnrolledNetwork<float> network = NetworkModel.Create("alista", dictionary, 2);
        using var trainer = new NetworkTrainer<float>(network, new OneStage(null, Final: 1e-6, Most: 50), seed: 5, validationSamples: 50);
        float before = network.Parameters.Get<float>("layers.0.gamma").AsReadOnlySpan()[0];
        trainer.Step();
        float first = network.Parameters.Get<float>("layers.0.gamma").AsReadOnlySpan()[0];
        Assert.Equal(1e-3, Math.Abs(first - before), 1e-5);
        for (int step = 1; step < 48; step++) trainer.Step();
        float late = network.Parameters.Get<float>("layers.0.gamma").AsReadOnlySpan()[0];
        trainer.Step();
        Assert.InRange(Math.Abs(network.Parameters.Get<float>("layers.0.gamma").AsReadOnlySpan()[0] - late), 0, 2e-5);
    }

    [Fact]
    public void A_stage_is_validated_by_its_own_last_layer()
    {
        using UnrolledNetwork<float> network = NetworkModel.Create("lista-cp", dictionary, 3);
        using var trainer = new NetworkTrainer<float>(network, new ShortRecipe(), validationSamples: 200);
        trainer.Run(last: 20);
        using var signals = new SparseSignals<float>(dictionary, 200, NetworkTrainer<float>.ValidationSeed);
        signals.Fill(0);
        using NdArray<float> first = network.Recover(signals.Y, layers: 1);
        Assert.Equal(0, trainer.Stage);
        Assert.Equal(RecoveryError.Of(first, signals.X).Nmse, trainer.BestNmse, 1e-9);
    }

    [Fact]
    public void The_papers_supports_of_500_elements_have_these_sizes()
    {
        var selection = new SupportSelection();
        Assert.Equal([6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 65, 65, 65, 65, 65, 65], Enumerable.Range(0, 16).Select(layer => (int)SupportSelection.Count(500, selection.Percent(layer))));
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
        for (int k = 0; k < 48; k++) Assert.Equal(new TrainingStage((k / 3) + 1, k % 3 == 0, new[] { 5e-4, 1e-4, 1e-5 }[k % 3], 4000), stages[k]);
    }

    public void Dispose()
    {
        dictionary.Dispose();
        compute.Dispose();
    }

    private double Untrained(string name)
    {
        using UnrolledNetwork<float> network = NetworkModel.Create(name, dictionary, 3);
        return Error(network);
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

    private sealed record OneStage(double? Density, NetworkLoss Loss = NetworkLoss.HalfSquares, double? Power = null, double? Final = null, int Most = 1000) : TrainingRecipe
    {
        public override string Name => "one stage";

        public override IReadOnlyList<TrainingStage> Stages(int layers) => [new TrainingStage(layers, NewOnly: false, 1e-3, Patience: int.MaxValue, Most) { Density = Density, Loss = Loss, Power = Power, FinalRate = Final }];
    }

    private sealed record WildRecipe : TrainingRecipe
    {
        public override string Name => "wild";

        public override IReadOnlyList<TrainingStage> Stages(int layers) => [new TrainingStage(layers, NewOnly: false, 0.2, Patience: int.MaxValue, Most: 200)];
    }

    private sealed record NewOnlyRecipe : TrainingRecipe
    {
        public override string Name => "new only";

        public override IReadOnlyList<TrainingStage> Stages(int layers) => [.. Enumerable.Range(1, layers).Select(layer => new TrainingStage(layer, NewOnly: layer < layers, 1e-3, Patience: 40, Most: 20))];
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
