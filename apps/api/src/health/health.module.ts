import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Storage } from './storage.js';

@Module({
  controllers: [HealthController],
  providers: [Storage],
  exports: [Storage],
})
export class HealthApiModule {}
