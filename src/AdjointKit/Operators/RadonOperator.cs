using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Operators;

/// <summary>
/// The Radon transform in parallel beams: an image [rows, columns] to its line integrals [angles, detectors], the pixels being unit squares around the centre of the image. Ray (t, s) is
/// x cos t + y sin t = s, x along the columns and y along the rows, s counted from the middle detector. Integrals after Joseph (1982): linear interpolation in each row that a
/// steep ray crosses, in each column for a flat one. In host memory, beside the device.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class RadonOperator<T> : LinearOperator<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Beam[] beams;
    private Work? spare;

    /// <summary>Makes the transform.</summary>
    /// <param name="compute">Where it runs: on the host of the device.</param>
    /// <param name="image">The shape of the image.</param>
    /// <param name="anglesInRadians">The angles t.</param>
    /// <param name="detectors">The number of detectors.</param>
    /// <param name="spacing">The distance between detectors, in pixels.</param>
    public RadonOperator(Compute compute, Shape image, IReadOnlyList<double> anglesInRadians, int detectors, double spacing = 1)
        : base(Required(compute).Host, image, new Shape(Required(anglesInRadians).Count, detectors))
    {
        if (image.Rank != 2 || image.Count == 0) throw new ArgumentException($"a Radon transform takes an image of two axes that is not empty, not shape {image}", nameof(image));
        if (!(spacing > 0) || !double.IsFinite(spacing)) throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "the distance between detectors is positive");
        beams = [.. anglesInRadians.Select(angle => new Beam(angle, image, detectors, spacing))];
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Run(Pass.Project, x, into, beams.Length);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        Compute.Backend.Fill(into, 0);

        // No two parts write to the same pixel, so that the sums do not depend on threads.
        Run(Pass.SpreadOverRows, into, y, (int)Domain[0]);
        Run(Pass.SpreadOverColumns, into, y, (int)Domain[1]);
    }

    private static TValue Required<TValue>(TValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    private void Run(Pass pass, NdArray<T> image, NdArray<T> data, int parts)
    {
        Work work = Interlocked.Exchange(ref spare, null) ?? new Work(beams);
        work.Set(pass, image, data);
        Compute.Team.Run(work, parts);
        work.Set(pass, default, default);
        spare = work;
    }

    private enum Pass
    {
        Project,
        SpreadOverRows,
        SpreadOverColumns,
    }

    /// <summary>The rays of one angle. A ray crosses line k (a row for a steep ray, a column for a flat one) at First + k PerLine + detector PerDetector along it.</summary>
    private readonly struct Beam
    {
        internal Beam(double angle, Shape image, int detectors, double spacing)
        {
            (double sine, double cosine) = Math.SinCos(angle);
            IsSteep = Math.Abs(cosine) >= Math.Abs(sine);
            (double along, double across) = IsSteep ? (cosine, sine) : (sine, cosine);
            (nint lines, nint length) = IsSteep ? (image[0], image[1]) : (image[1], image[0]);
            PerLine = -across / along;
            PerDetector = spacing / along;
            First = ((length - 1) / 2.0) - ((lines - 1) / 2.0 * PerLine) - ((detectors - 1) / 2.0 * PerDetector);
            Weight = 1 / Math.Abs(along);
        }

        internal bool IsSteep { get; }

        /// <summary>The length of the ray from a line to the next.</summary>
        internal double Weight { get; }

        private double First { get; }

        private double PerLine { get; }

        private double PerDetector { get; }

        internal double Place(nint line, nint detector) => First + (line * PerLine) + (detector * PerDetector);
    }

    private sealed class Work(Beam[] beams) : ITeamWork
    {
        private Pass pass;
        private NdArray<T> image;
        private NdArray<T> data;

        public void Execute(int part, int parts)
        {
            if (pass == Pass.Project) Project(part);
            else Spread(part, pass == Pass.SpreadOverRows);
        }

        internal void Set(Pass newPass, NdArray<T> newImage, NdArray<T> newData)
        {
            pass = newPass;
            image = newImage;
            data = newData;
        }

        private void Project(int angle)
        {
            Beam beam = beams[angle];
            ReadOnlySpan<T> pixels = image.AsReadOnlySpan();
            Span<T> sums = data.Select(0, angle).AsWritableSpan();
            (nint lines, nint length, nint perLine, nint step) = Layout(beam.IsSteep);
            for (int detector = 0; detector < sums.Length; detector++)
            {
                double sum = 0;
                for (nint line = 0; line < lines; line++)
                {
                    double place = beam.Place(line, detector);
                    if (!(place > -1 && place < length)) continue;
                    nint low = (nint)Math.Floor(place);
                    double share = place - low;
                    nint pixel = (line * perLine) + (low * step);
                    if (low >= 0) sum += (1 - share) * double.CreateTruncating(pixels[(int)pixel]);
                    if (low + 1 < length) sum += share * double.CreateTruncating(pixels[(int)(pixel + step)]);
                }

                sums[detector] = T.CreateTruncating(sum * beam.Weight);
            }
        }

        /// <summary>The adjoint of <see cref="Project"/> for the pixels of one line and the beams that cross it so.</summary>
        private void Spread(int line, bool rows)
        {
            Span<T> pixels = image.AsWritableSpan();
            ReadOnlySpan<T> sums = data.AsReadOnlySpan();
            (_, nint length, nint perLine, nint step) = Layout(rows);
            int detectors = (int)data.Shape[1];
            for (int angle = 0; angle < beams.Length; angle++)
            {
                Beam beam = beams[angle];
                if (beam.IsSteep != rows) continue;
                for (int detector = 0; detector < detectors; detector++)
                {
                    double place = beam.Place(line, detector);
                    if (!(place > -1 && place < length)) continue;
                    nint low = (nint)Math.Floor(place);
                    double share = place - low;
                    nint pixel = (line * perLine) + (low * step);
                    double value = double.CreateTruncating(sums[(angle * detectors) + detector]) * beam.Weight;
                    if (low >= 0) pixels[(int)pixel] += T.CreateTruncating((1 - share) * value);
                    if (low + 1 < length) pixels[(int)(pixel + step)] += T.CreateTruncating(share * value);
                }
            }
        }

        /// <summary>The lines of the image and their length; the pixels from a line to the next and along it.</summary>
        private (nint Lines, nint Length, nint PerLine, nint Step) Layout(bool rows) =>
            rows ? (image.Shape[0], image.Shape[1], image.Shape[1], 1) : (image.Shape[1], image.Shape[0], 1, image.Shape[1]);
    }
}
