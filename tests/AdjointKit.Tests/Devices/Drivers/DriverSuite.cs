using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using Xunit;

namespace AdjointKit.Tests.Devices.Drivers;

/// <summary>What a driver promises; a subclass says on which device.</summary>
public abstract unsafe class DriverSuite : IDisposable
{
    private const string Kernels = """
        KERNEL scaled_add(GLOBAL const float *x, GLOBAL float *y, float scale, int count)
        {
            int64 i = GLOBAL_X;
            if (i < count) y[i] += scale * x[i];
        }
        KERNEL place(GLOBAL int *to, int width)
        {
            to[GLOBAL_Y * width + GLOBAL_X] = (int)(1000 * GLOBAL_Y + GLOBAL_X);
        }
        KERNEL turned(GLOBAL double *data, int64 add, double scale)
        {
            SHARED double part[64];
            part[ITEM_X] = data[GLOBAL_X];
            BARRIER();
            data[GLOBAL_X] = scale * part[ITEMS_X - 1 - ITEM_X] + (double)add;
        }
        """;

    private readonly DeviceDriver driver;

    protected DriverSuite(DeviceDriver driver) => this.driver = driver;

    private protected DeviceDriver Driver => driver;

    public virtual void Dispose()
    {
        driver.Dispose();
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public void Tells_what_the_device_is()
    {
        DeviceDescription description = driver.Description;
        Assert.NotEqual("", description.Name);
        Assert.Contains(driver.Device.Kind == DeviceKind.Cuda ? "compute capability" : "OpenCL", description.Driver, StringComparison.Ordinal);
        Assert.True(description.MemoryBytes > 0 && description.LocalBytes >= 32 * 1024 && description.LargestGroup >= 256 && description.ComputeUnits > 0);
        Assert.InRange(driver.FreeBytes, 1, description.MemoryBytes);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData((4 << 20) - 1)]
    [InlineData(4 << 20)]
    [InlineData((13 << 20) + 5)]
    public void Bytes_come_back_as_they_went(int count)
    {
        byte[] sent = Bytes(count, 1);
        nint memory = driver.TryAllocate(count + 32);
        Write(memory, 16, sent);
        Assert.True(sent.AsSpan().SequenceEqual(Read<byte>(memory, 16, count)));
        driver.Free(memory);
    }

    [SkippableFact]
    public void Host_memory_may_be_used_again_at_once_after_a_write()
    {
        // Writes of many sizes, so that pieces of the pinned memory are shared, filled up and taken again while copies are still to be done.
        int[] sizes = [3, 70_000, 1, 2_000_000, 64, 5_000_000, 4 << 20, 12_345, 9_000_000, 17];
        nint memory = driver.TryAllocate(sizes.Sum());
        byte[] buffer = new byte[sizes.Max()];
        var expected = new List<byte>();
        foreach (int size in sizes)
        {
            byte[] bytes = Bytes(size, size);
            bytes.CopyTo(buffer, 0);
            Write(memory, expected.Count, buffer.AsSpan(0, size));
            buffer.AsSpan().Fill(0xEE);
            expected.AddRange(bytes);
        }

        Assert.True(expected.ToArray().AsSpan().SequenceEqual(Read<byte>(memory, 0, expected.Count)));
        driver.Free(memory);
    }

    [SkippableFact]
    public void Work_is_done_in_the_order_in_which_it_was_asked_for()
    {
        nint kernel = Find("scaled_add");
        const int count = 1000;
        nint x = driver.TryAllocate(count * sizeof(float));
        nint y = driver.TryAllocate(count * sizeof(float));
        nint kept = driver.TryAllocate(count * sizeof(float));
        driver.Fill(y, 0, count * sizeof(float), BitConverter.SingleToUInt32Bits(1));
        Write<float>(x, 0, Enumerable.Range(0, count).Select(i => (float)i).ToArray());
        Add(kernel, x, y, 2, count);
        driver.Copy(y, 0, kept, 0, count * sizeof(float));
        Write<float>(x, 0, new float[count]);
        driver.Fill(y, 0, 40, 0);
        Add(kernel, x, y, 5, count);
        float[] first = Read<float>(kept, 0, count);
        float[] second = Read<float>(y, 0, count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(1 + (2 * i), first[i]);
            Assert.Equal(i < 10 ? 0 : 1 + (2 * i), second[i]);
        }
    }

    [SkippableFact]
    public void Groups_cover_a_plane()
    {
        nint kernel = Find("place");
        const int width = 48;
        const int height = 20;
        nint memory = driver.TryAllocate(width * height * sizeof(int));
        driver.Launch(kernel, LaunchSize.Over(width, height, 16, 4), [KernelArgument.Memory(memory), KernelArgument.Int(width)]);
        int[] found = Read<int>(memory, 0, width * height);
        for (int i = 0; i < found.Length; i++) Assert.Equal((1000 * (i / width)) + (i % width), found[i]);
    }

    [SkippableFact]
    public void Groups_share_memory_and_wide_parameters_arrive()
    {
        nint kernel = Find("turned");
        nint memory = driver.TryAllocate(128 * sizeof(double));
        Write<double>(memory, 0, Enumerable.Range(0, 128).Select(i => (double)i).ToArray());
        driver.Launch(kernel, new LaunchSize(2, 1, 64, 1), [KernelArgument.Memory(memory), KernelArgument.Long(1L << 40), KernelArgument.Double(0.5)]);
        double[] found = Read<double>(memory, 0, 128);
        for (int i = 0; i < 128; i++) Assert.Equal((0.5 * ((i / 64 * 64) + 63 - (i % 64))) + (1L << 40), found[i]);
    }

    [SkippableFact]
    public void A_kernel_that_does_not_compile_is_told_with_its_line()
    {
        string text = driver.Prelude + "\nKERNEL wrong(GLOBAL float *x)\n{\n    x[0] = absent_name;\n}\n";
        ProgramBuildException failure = Assert.Throws<ProgramBuildException>(() => driver.Compile(text, "wrong.cl"));
        Assert.Equal("x[0] = absent_name;", failure.Line);
        Assert.Equal("wrong.cl", failure.SourceName);
        Assert.Contains("absent_name", failure.Log, StringComparison.Ordinal);
        Assert.Contains($"wrong.cl does not compile on {driver.Device}, at \"x[0] = absent_name;\"", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_binary_that_is_none_is_refused()
    {
        byte[] binary = driver.Compile(driver.Prelude + Kernels, "kernels.cl");
        Assert.NotEqual(0, driver.TryLoad(binary));
        Assert.Equal(0, driver.TryLoad("this is no program for any device, and the driver says so\0"u8));
    }

    [SkippableFact]
    public void A_kernel_that_is_not_there_is_named()
    {
        nint program = driver.TryLoad(driver.Compile(driver.Prelude + Kernels, "kernels.cl"));
        DeviceException failure = Assert.Throws<DeviceException>(() => driver.FindKernel(program, "missing"));
        Assert.Contains(driver.Device.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains("could not find the kernel missing: C", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_group_that_is_too_large_is_refused_and_the_device_goes_on()
    {
        nint kernel = Find("place");
        DeviceException failure = Assert.Throws<DeviceException>(() => driver.Launch(kernel, new LaunchSize(1, 1, 1 << 20, 1), [KernelArgument.Memory(0), KernelArgument.Int(1)]));
        Assert.IsNotType<DeviceLostException>(failure);
        driver.Finish();
    }

    [SkippableFact]
    public void More_memory_than_there_is_is_refused()
    {
        long before = driver.FreeBytes;
        Assert.Equal(0, driver.TryAllocate((nint)(driver.Description.MemoryBytes + 1)));
        nint memory = driver.TryAllocate(32 << 20);
        Assert.True(driver.FreeBytes <= before - (32 << 20));
        driver.Free(memory);
    }

    [SkippableFact]
    public void Every_thread_may_call()
    {
        nint kernel = Find("scaled_add");
        var threads = new List<Thread>();
        var wrong = 0;
        for (int number = 1; number <= 4; number++)
        {
            int value = number;
            var thread = new Thread(() =>
            {
                nint x = driver.TryAllocate(400);
                nint y = driver.TryAllocate(400);
                driver.Fill(y, 0, 400, 0);
                Write<float>(x, 0, Enumerable.Repeat((float)value, 100).ToArray());
                for (int i = 0; i < 20; i++) Add(kernel, x, y, 1, 100);
                if (Read<float>(y, 0, 100).Any(found => found != 20 * value)) Interlocked.Increment(ref wrong);
                driver.Free(x);
                driver.Free(y);
            });
            threads.Add(thread);
            thread.Start();
        }

        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, wrong);
    }

    [SkippableFact]
    public void Marks_measure_time()
    {
        nint kernel = Find("scaled_add");
        nint memory = driver.TryAllocate(4_000_000);
        driver.Fill(memory, 0, 4_000_000, 0);
        nint begin = driver.Mark();
        Add(kernel, memory, memory, 1, 1_000_000);
        nint end = driver.Mark();
        Assert.InRange(driver.SecondsBetween(begin, end), 1e-9, 60);
    }

    [SkippableFact]
    public void After_the_end_nothing_is_done()
    {
        nint memory = driver.TryAllocate(4);
        driver.Dispose();
        Assert.Throws<ObjectDisposedException>(() => driver.TryAllocate(4));
        Assert.Throws<ObjectDisposedException>(driver.Finish);
        driver.Free(memory);
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private protected nint Find(string name) => driver.FindKernel(driver.TryLoad(driver.Compile(driver.Prelude + Kernels, "kernels.cl")), name);

    private void Add(nint kernel, nint x, nint y, float scale, int count) =>
        driver.Launch(kernel, LaunchSize.Over(count, 128), [KernelArgument.Memory(x), KernelArgument.Memory(y), KernelArgument.Float(scale), KernelArgument.Int(count)]);

    private void Write<T>(nint memory, nint offset, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* host = values) driver.Write(memory, offset, host, values.Length * sizeof(T));
    }

    private T[] Read<T>(nint memory, nint offset, int count)
        where T : unmanaged
    {
        var values = new T[count];
        fixed (T* host = values) driver.Read(memory, offset, host, count * sizeof(T));
        return values;
    }
}
