using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Runs;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary>The shots of a migration as work items; their images are summed in shot order, in double precision.</summary>
internal sealed class MigrationItems<T>(ReverseTimeMigration<T> migration, WaveSession<T> session, MigrationOptions options, NdArray<T> data) : IWorkItems<MigrationSum>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Count => session.Input.Survey.Shots.Count;

    internal MigrationSum Sum { get; } = new(session.Input.Grid, options);

    public MigrationSum Compute(int item, IProgress<RunProgress>? progress, CancellationToken cancellation) =>
        migration.MigrateShot(item, session.Velocity, session.Wavelet, data.Select(0, item), progress, cancellation);

    public void Commit(int item, MigrationSum result)
    {
        using (result) Sum.Add(result);
    }

    public void Save(Stream stream) => State().Save(stream);

    public void Load(Stream stream) => State().Load(stream);

    public void Dispose() => Sum.Dispose();

    private ArrayRunState State()
    {
        ArrayRunState state = new ArrayRunState().Add(Sum.Image);
        return Sum.Illumination is NdArray<double> illumination ? state.Add(illumination) : state;
    }
}
