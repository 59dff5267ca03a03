using AdjointKit.Arrays;
using AdjointKit.Loops;

namespace AdjointKit.Tests.Loops;

/// <summary>
/// A chain of anharmonic oscillators, v' = v + h (-k x^3 + c D2 x), x' = x + h v', with J = 1/2 sum x_N^2. It exchanges the buffers of x, stamps
/// its state and its records with their step, and refuses a call that does not fit what is live.
/// </summary>
internal sealed unsafe class OscillatorChain(int count, double stiffness = 1.3, int padding = 0) : LoopStep
{
    private const double H = 0.05;
    private const double Coupling = 0.7;
    private readonly NdArray<double> v = NdArray.Zeros<double>(count + padding);
    private readonly NdArray<long> position = NdArray.Zeros<long>(1);
    private readonly NdArray<double> adjointX = NdArray.Zeros<double>(count);
    private readonly NdArray<double> adjointV = NdArray.Zeros<double>(count);
    private readonly NdArray<double> tangentX = NdArray.Zeros<double>(count);
    private readonly NdArray<double> tangentV = NdArray.Zeros<double>(count);
    private NdArray<double> x = NdArray.Zeros<double>(count);
    private NdArray<double> next = NdArray.Zeros<double>(count);
    private long adjointPosition;

    public double StiffnessGradient { get; private set; }

    public double StiffnessTangent { get; set; }

    public long ForwardSteps { get; private set; }

    public int Calls { get; private set; }

    public Action<long>? OnAdvance { get; set; }

    public double[] StartGradient => adjointX.AsReadOnlySpan().ToArray();

    public double[] X => x.AsReadOnlySpan().ToArray();

    public double Objective => 0.5 * X.Sum(value => value * value);

    public double ObjectiveTangent => X.Zip(tangentX.AsReadOnlySpan().ToArray(), (a, b) => a * b).Sum();

    public long Last { get; init; }

    public override int StateCount => 3;

    public override long RecordBytes => (count + 1) * sizeof(double);

    public override RawArray State(int index) => index switch { 0 => x.Raw, 1 => v.Raw, _ => position.Raw };

    public override void Initialize()
    {
        Span<double> xs = x.AsWritableSpan();
        for (int i = 0; i < count; i++) xs[i] = Start(i);
        v.AsWritableSpan().Clear();
        position.AsWritableSpan()[0] = 0;
    }

    public override void Advance(long from, long to, RecordWindow records)
    {
        Calls++;
        if (position[0] != from) throw new InvalidOperationException($"asked to advance from {from}, the live state is y[{position[0]}]");
        for (long n = from; n < to; n++)
        {
            OnAdvance?.Invoke(n);
            ReadOnlySpan<double> xs = x.AsReadOnlySpan();
            if (records.Contains(n))
            {
                var record = new Span<double>(records[n].Pointer, count + 1);
                xs.CopyTo(record);
                record[count] = n;
            }

            Span<double> vs = v.AsWritableSpan();
            Span<double> ns = next.AsWritableSpan();
            for (int i = 0; i < count; i++)
            {
                double difference = xs[(i + 1) % count] - 2 * xs[i] + xs[(i + count - 1) % count];
                vs[i] += H * (Coupling * difference - stiffness * xs[i] * xs[i] * xs[i]);
                ns[i] = xs[i] + H * vs[i];
            }

            (x, next) = (next, x);
            ForwardSteps++;
            position.AsWritableSpan()[0] = n + 1;
        }
    }

    public override void InitializeAdjoint()
    {
        x.AsReadOnlySpan().CopyTo(adjointX.AsWritableSpan());
        adjointV.AsWritableSpan().Clear();
        StiffnessGradient = 0;
        adjointPosition = Last;
    }

    public override void AdvanceAdjoint(long from, long to, RecordWindow records)
    {
        if (adjointPosition != to) throw new InvalidOperationException($"asked to go back from {to}, the live adjoint is that of y[{adjointPosition}]");
        Span<double> ax = adjointX.AsWritableSpan();
        Span<double> av = adjointV.AsWritableSpan();
        for (long n = to - 1; n >= from; n--)
        {
            var record = new ReadOnlySpan<double>(records[n].Pointer, count + 1);
            if (record[count] != n) throw new InvalidOperationException($"the record of step {n} holds step {record[count]}");
            for (int i = 0; i < count; i++) av[i] += H * ax[i];
            for (int i = 0; i < count; i++)
            {
                double xi = record[i];
                StiffnessGradient -= H * av[i] * xi * xi * xi;
                double second = av[(i + 1) % count] - 2 * av[i] + av[(i + count - 1) % count];
                ax[i] += H * (Coupling * second - 3 * stiffness * xi * xi * av[i]);
            }
        }

        adjointPosition = from;
    }

    public override void InitializeTangent()
    {
        tangentX.AsWritableSpan().Clear();
        tangentV.AsWritableSpan().Clear();
    }

    public override void AdvanceTangent(long from, long to)
    {
        Span<double> tx = tangentX.AsWritableSpan();
        Span<double> tv = tangentV.AsWritableSpan();
        double[] before = new double[count];
        for (long n = from; n < to; n++)
        {
            tx.CopyTo(before);
            for (int i = 0; i < count; i++)
            {
                double xi = x.AsReadOnlySpan()[i];
                double second = before[(i + 1) % count] - 2 * before[i] + before[(i + count - 1) % count];
                tv[i] += H * (Coupling * second - 3 * stiffness * xi * xi * before[i] - StiffnessTangent * xi * xi * xi);
                tx[i] = before[i] + H * tv[i];
            }

            Advance(n, n + 1, RecordWindow.None);
        }
    }

    private static double Start(int i) => Math.Sin(1 + i * i) + 0.2 * i;
}
