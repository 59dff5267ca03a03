namespace AdjointKit.Sparse;

/// <summary>The stages of a training, for a network of any depth.</summary>
public abstract record TrainingRecipe
{
    /// <summary>
    /// The recipe of the papers (Chen et al. 2018): layer after layer, its new variables at a rate of 5e-4, then all of the layers so far at 1e-4 and at 1e-5; a stage ends after 4000 steps without a
    /// better validation. A network whose layers share all parameters, NA-ALISTA, is trained whole, 40,000 steps at 2e-4, as Behrens et al. do.
    /// </summary>
    public static TrainingRecipe Paper { get; } = new LayerByLayer(4000);

    /// <summary>Our own: layer after layer in few steps at a high rate, then the whole network at falling rates.</summary>
    public static TrainingRecipe Fast { get; } = new WarmedUp();

    /// <summary>The recipe, as the command line names it.</summary>
    public abstract string Name { get; }

    /// <summary>How many samples a batch has.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>A network is validated after so many steps.</summary>
    public int ValidationInterval { get; init; } = 10;

    /// <summary>
    /// lambda where a network learns, without true signals, to make |y - A x|^2 / 2 + lambda |x|_1 small, and is validated by that (Ablin et al. 2019); null: it learns to come close to the true
    /// signals.
    /// </summary>
    public double? PenaltyWeight { get; init; }

    /// <summary>The stages.</summary>
    /// <param name="layers">The number of layers of the network.</param>
    public abstract IReadOnlyList<TrainingStage> Stages(int layers);

    /// <summary>The stages of a network whose layers share all parameters: there is nothing new in a layer that could be trained by itself.</summary>
    /// <param name="layers">The number of layers of the network.</param>
    public virtual IReadOnlyList<TrainingStage> StagesOfShared(int layers) => [.. Stages(layers).Where(stage => !stage.NewOnly)];

    private sealed record LayerByLayer(int Patience) : TrainingRecipe
    {
        public override string Name => "paper";

        public override IReadOnlyList<TrainingStage> StagesOfShared(int layers) => [new TrainingStage(layers, NewOnly: false, 2e-4, Patience: int.MaxValue, Most: 40_000)];

        public override IReadOnlyList<TrainingStage> Stages(int layers) =>
        [
            .. Enumerable.Range(1, layers).SelectMany(layer => (TrainingStage[])
            [
                new TrainingStage(layer, NewOnly: true, 5e-4, Patience),
                new TrainingStage(layer, NewOnly: false, 1e-4, Patience),
                new TrainingStage(layer, NewOnly: false, 1e-5, Patience),
            ]),
        ];
    }

    private sealed record WarmedUp : TrainingRecipe
    {
        private static readonly double[] FinalRates = [5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5];

        public override string Name => "fast";

        public override IReadOnlyList<TrainingStage> Stages(int layers) =>
        [
            .. Enumerable.Range(1, layers).Select(layer => new TrainingStage(layer, NewOnly: false, 1e-3, Patience: 200, Most: 400)),
            .. FinalRates.Select(rate => new TrainingStage(layers, NewOnly: false, rate, Patience: 400, Most: 2000)),
        ];
    }
}
