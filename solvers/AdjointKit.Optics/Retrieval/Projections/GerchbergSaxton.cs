using AdjointKit.Arrays;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>
/// The phase of light whose modulus is known in two planes or more (Gerchberg and Saxton, Optik 35, 1972; several heights: Allen and Oxley, Opt. Commun. 199, 2001): from plane to plane and
/// back again, with each one's modulus imposed on the way. The way back is the adjoint of the way there.
/// </summary>
public static class GerchbergSaxton
{
    /// <summary>The field in the first plane, after its modulus was imposed; the errors are those in the second plane.</summary>
    /// <param name="links">From each plane to the next one.</param>
    /// <param name="amplitudes">The moduli in the planes, one more than links; real, on the links' device. They are not copied.</param>
    /// <param name="start">The field in the first plane to begin with, which is copied; null: its modulus, with phase 0.</param>
    /// <param name="iterations">The number of ways there and back.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public static RetrievalResult<T> Solve<T>(IReadOnlyList<LinearOperator<T, T>> links, IReadOnlyList<UntypedArray> amplitudes, NdArray<T>? start, int iterations, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(amplitudes);
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        if (links.Count == 0 || amplitudes.Count != links.Count + 1) throw new ArgumentException($"{amplitudes.Count} planes with {links.Count} ways between them: Gerchberg-Saxton needs two planes or more, and a way from each to the next", nameof(links));
        for (int k = 0; k < links.Count; k++)
        {
            if (links[k].Domain != amplitudes[k].Shape || links[k].Range != amplitudes[k + 1].Shape) throw new ArgumentException($"the way from {links[k].Domain} to {links[k].Range} does not fit the moduli {amplitudes[k].Shape} and {amplitudes[k + 1].Shape}", nameof(amplitudes));
        }

        if (start is NdArray<T> given && given.Shape != links[0].Domain) throw new ArgumentException($"a start of shape {given.Shape} is no field of shape {links[0].Domain}", nameof(start));
        using var run = new PlanesRun<T>(links, amplitudes, start);
        var reporter = new LoopProgress(PhaseRetrieval.Activity, iterations, progress, cancellation, PhaseRetrieval.Unit);
        List<double> errors = PhaseRetrieval.Iterate(run, "gs", iterations, ref reporter);
        reporter.Finish();
        return new RetrievalResult<T>(run.Solution(), errors);
    }

    private sealed class PlanesRun<T> : RetrievalRun<T>
        where T : unmanaged
    {
        private readonly IReadOnlyList<LinearOperator<T, T>> links;
        private readonly Moduli<T>[] moduli;
        private readonly NdArray<T>[] fields;

        internal PlanesRun(IReadOnlyList<LinearOperator<T, T>> links, IReadOnlyList<UntypedArray> amplitudes, NdArray<T>? start)
        {
            this.links = links;
            moduli = [.. amplitudes.Select(plane => new Moduli<T>(links[0].Compute, plane))];
            fields = [.. amplitudes.Select(plane => links[0].Compute.Empty<T>(plane.Shape))];
            if (start is NdArray<T> given) links[0].Compute.Backend.Copy(given, fields[0]);
            else links[0].Compute.Backend.Copy(amplitudes[0], fields[0]);
        }

        internal override double Step()
        {
            double error = double.NaN;
            for (int k = 0; k < links.Count; k++)
            {
                links[k].Apply(fields[k], fields[k + 1]);
                double here = moduli[k + 1].Impose(fields[k + 1]);
                if (k == 0) error = here;
            }

            for (int k = links.Count - 1; k >= 0; k--)
            {
                links[k].ApplyAdjoint(fields[k + 1], fields[k]);
                moduli[k].Impose(fields[k]);
            }

            return error;
        }

        internal override NdArray<T> Solution()
        {
            NdArray<T> solution = links[0].Compute.Empty<T>(fields[0].Shape);
            links[0].Compute.Backend.Copy(fields[0], solution);
            return solution;
        }

        public override void Dispose()
        {
            foreach (Moduli<T> plane in moduli) plane.Dispose();
            foreach (NdArray<T> field in fields) field.Dispose();
        }
    }
}
