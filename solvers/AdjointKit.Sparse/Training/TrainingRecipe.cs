namespace AdjointKit.Sparse;

/// <summary>The stages of a training, for a network of any depth.</summary>
public abstract record TrainingRecipe
{
    /// <summary>
    /// The recipe of the papers (Chen et al. 2018): layer after layer, its new variables at a rate of 5e-4, then all of the layers so far at 1e-4 and at 1e-5; a stage ends after 4000 steps without a
    /// better validation (that of ALISTA, by its authors, after 2000 already). A network whose layers share all parameters, NA-ALISTA, is trained whole, 40,000 steps at 2e-4, as Behrens et al. do.
    /// </summary>
    public static TrainingRecipe Paper { get; } = new LayerByLayer(4000);

    /// <summary>Our own, see <see cref="FastWithin"/>, in 16,000 steps.</summary>
    public static TrainingRecipe Fast { get; } = FastWithin(16_000);

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

    /// <summary>
    /// Our own in a given number of steps: all layers at once. First the logarithm of the error of each sample after each layer, which leads every layer, then the norm of the last error, each with
    /// a rate that falls along half a cosine, on signals a tenth denser than those to be recovered: a ratio of sums hangs on the densest of these. LISTA is LISTA-CP until then, and its matrices
    /// become free of each other in a quarter as many steps more; NA-ALISTA grows layer after layer. A network that starts from the analytic weight takes over the numbers of an ALISTA trained so, and its matrices move in as many steps more.
    /// </summary>
    /// <param name="steps">The number of steps, at least 2.</param>
    public static TrainingRecipe FastWithin(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return new AtOnce(steps) { ValidationInterval = Math.Clamp(steps / 40, 1, 100) };
    }

    /// <summary>The stages.</summary>
    /// <param name="layers">The number of layers of the network.</param>
    public abstract IReadOnlyList<TrainingStage> Stages(int layers);

    /// <summary>The stages of a network whose layers share all parameters: there is nothing new in a layer that could be trained by itself.</summary>
    /// <param name="layers">The number of layers of the network.</param>
    public virtual IReadOnlyList<TrainingStage> StagesOfShared(int layers) => [.. Stages(layers).Where(stage => !stage.NewOnly)];

    /// <summary>The stages of a network whose matrices can be coupled.</summary>
    /// <param name="layers">The number of layers of the network.</param>
    public virtual IReadOnlyList<TrainingStage> StagesOfFree(int layers) => Stages(layers);

    /// <summary>The stages that follow where a network with the analytic weight first takes over the numbers of an ALISTA that was trained for it; null: it does not, and is trained like any other.</summary>
    /// <param name="layers">The number of layers of the network.</param>
    public virtual IReadOnlyList<TrainingStage>? StagesAfterAlista(int layers) => null;

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

    private sealed record AtOnce(int Steps) : TrainingRecipe
    {
        private const double Density = 0.11;
        private static readonly double[] SharedRates = [5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5];

        public override string Name => "fast";

        public override IReadOnlyList<TrainingStage> Stages(int layers) =>
        [
            new TrainingStage(layers, NewOnly: false, 2e-3, Patience: int.MaxValue, Most: Steps / 2) { FinalRate = 1e-4, Loss = NetworkLoss.LayerLogarithms, Density = Density },
            new TrainingStage(layers, NewOnly: false, 2e-4, Patience: int.MaxValue, Most: Steps - (Steps / 2)) { FinalRate = 1e-5, Loss = NetworkLoss.Norms, Density = Density },
        ];

        /// <summary>
        /// What every layer shares is led by the last layer alone, of more and more of them, at rates that fall when nothing gets better. The derivative knows nothing of which elements are selected, so
        /// that what is found hangs on frequent validations.
        /// </summary>
        public override IReadOnlyList<TrainingStage> StagesOfShared(int layers)
        {
            int patience = Math.Max(Steps / 80, 10);
            int interval = Math.Clamp(Steps / 1600, 1, 10);
            return
            [
                .. Enumerable.Range(1, layers).Select(layer => new TrainingStage(layer, NewOnly: false, 1e-3, patience, Math.Max(Steps / 40, 1)) { ValidationInterval = interval }),
                .. SharedRates.Select(rate => new TrainingStage(layers, NewOnly: false, rate, 2 * patience, Math.Max(Steps / 8, 1)) { ValidationInterval = interval }),
            ];
        }

        /// <summary>At the rates that numbers need matrices would lose, by the noise of their steps, what they have.</summary>
        public override IReadOnlyList<TrainingStage> StagesAfterAlista(int layers) =>
        [
            new TrainingStage(layers, NewOnly: false, 1e-4, Patience: int.MaxValue, Most: Steps) { FinalRate = 3e-6, Loss = NetworkLoss.Norms, Power = 0.8, Density = Density },
        ];

        public override IReadOnlyList<TrainingStage> StagesOfFree(int layers) =>
        [
            .. Stages(layers).Select(stage => stage with { IsCoupled = true }),
            new TrainingStage(layers, NewOnly: false, 1e-4, Patience: int.MaxValue, Most: Math.Max(Steps / 4, 1)) { FinalRate = 1e-5, Loss = NetworkLoss.Norms, Density = Density },
        ];
    }
}
