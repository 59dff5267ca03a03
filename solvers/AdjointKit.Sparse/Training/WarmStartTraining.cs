using System.Numerics;
using System.Text;
using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>
/// Trains a network that starts from the analytic weight: first the steps and thresholds of an ALISTA, whose function the network then takes over, and then all that the network learns
/// (<see cref="TrainingRecipe.StagesAfterAlista"/>). Not thread-safe.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class WarmStartTraining<T> : INetworkTraining
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The second part has other batches than the first, and is validated on the same signals.</summary>
    private const long FirstBatchOfSecond = 1L << 40;

    private readonly UnrolledNetwork<T> network;
    private readonly StepLista<T> alista;
    private readonly NetworkTrainer<T> first;
    private readonly NetworkTrainer<T> second;
    private bool isSecond;
    private long firstSteps;

    internal WarmStartTraining(UnrolledNetwork<T> network, TrainingRecipe recipe, double snr, ulong seed, int validationSamples = 1000)
    {
        this.network = network;
        alista = StepLista<T>.Alista(network.Dictionary, network.Layers, network.Selection);
        first = new NetworkTrainer<T>(alista, recipe, snr, seed, validationSamples);
        second = new NetworkTrainer<T>(network, new SecondPart(recipe), snr, seed, validationSamples) { FirstBatch = FirstBatchOfSecond };
    }

    public int Stage => isSecond ? first.Stages + second.Stage : first.Stage;

    public int Stages => first.Stages + second.Stages;

    public long Steps => isSecond ? firstSteps + second.Steps : first.Steps;

    public long Samples => Steps * first.Recipe.BatchSize;

    public bool IsDone => isSecond && second.IsDone;

    public double BestNmse => isSecond ? second.BestNmse : first.BestNmse;

    public void Run(long last = long.MaxValue, Action? each = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!isSecond)
        {
            first.Run(last, each, progress, cancellation);

            // What a run that is not done writes down must be what was found so far.
            network.Become(alista);
            if (!first.IsDone) return;
            firstSteps = first.Steps;
            isSecond = true;
        }

        second.Run(last - firstSteps, each, progress, cancellation);
    }

    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(isSecond);
        writer.Write(firstSteps);
        writer.Flush();
        (isSecond ? second : first).Save(stream);
    }

    public void Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        isSecond = reader.ReadBoolean();
        firstSteps = reader.ReadInt64();
        (isSecond ? second : first).Load(stream);
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        alista.Dispose();
    }

    /// <summary>What a recipe says of the time after ALISTA.</summary>
    private sealed record SecondPart : TrainingRecipe
    {
        private readonly TrainingRecipe whole;

        internal SecondPart(TrainingRecipe whole)
            : base(whole) => this.whole = whole;

        public override string Name => whole.Name;

        public override IReadOnlyList<TrainingStage> Stages(int layers) => whole.StagesAfterAlista(layers)!;
    }
}
