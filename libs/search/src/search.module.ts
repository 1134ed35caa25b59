import { Module } from '@nestjs/common';
import { ListingsModule } from '#listings';
import { SearchService } from './search.service.js';

@Module({ imports: [ListingsModule], providers: [SearchService], exports: [SearchService] })
export class SearchModule {}
